import { entitySchema } from '@graphkeep/models';
import { TherapeuticGoal } from '@graphkeep/models/story';
import { advanceGoal, advanceGoalInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const advance = write('story')
  .meta({ summary: 'Moves an active goal over its milestones; at 100 it is achieved.' })
  .input(advanceGoalInput)
  .output(answers(entitySchema(TherapeuticGoal)))
  .mutation(({ ctx, input }) => advanceGoal(storyOf(ctx.scoped), input));
