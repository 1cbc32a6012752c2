import { entitySchema } from '@graphkeep/models';
import { Intervention } from '@graphkeep/models/story';
import { completeIntervention, completeInterventionInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const complete = write('story')
  .meta({ summary: 'Ends an intervention, and says how well it worked where that is known.' })
  .input(completeInterventionInput)
  .output(answers(entitySchema(Intervention)))
  .mutation(({ ctx, input }) => completeIntervention(storyOf(ctx.scoped), input));
