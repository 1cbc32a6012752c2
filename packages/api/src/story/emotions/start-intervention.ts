import { entitySchema } from '@graphkeep/models';
import { Intervention } from '@graphkeep/models/story';
import { startIntervention, startInterventionInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const start = write('story')
  .meta({ summary: 'Begins an intervention that was recommended.' })
  .input(startInterventionInput)
  .output(answers(entitySchema(Intervention)))
  .mutation(({ ctx, input }) => startIntervention(storyOf(ctx.scoped), input));
