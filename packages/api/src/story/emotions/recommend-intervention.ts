import { recommendedIntervention, recommendIntervention, recommendInterventionInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const recommend = write('story')
  .meta({ summary: 'Recommends an intervention in a session, with the reason.' })
  .input(recommendInterventionInput)
  .output(answers(recommendedIntervention))
  .mutation(({ ctx, input }) => recommendIntervention(storyOf(ctx.scoped), input));
