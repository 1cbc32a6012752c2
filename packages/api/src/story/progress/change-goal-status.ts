import { entitySchema } from '@graphkeep/models';
import { TherapeuticGoal } from '@graphkeep/models/story';
import { changeGoalStatus, changeGoalStatusInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const changeStatus = write('story')
  .meta({ summary: 'Pauses, drops, achieves or takes up a goal again.' })
  .input(changeGoalStatusInput)
  .output(answers(entitySchema(TherapeuticGoal)))
  .mutation(({ ctx, input }) => changeGoalStatus(storyOf(ctx.scoped), input));
