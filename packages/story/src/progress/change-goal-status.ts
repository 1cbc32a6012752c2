import type { EntityOf } from '@graphkeep/models';
import { type StoryGraph, TherapeuticGoal } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { moveGoals } from './move-goals.ts';

const DONE = 100;

export const changeGoalStatusInput = z.strictObject({
  goalId: TherapeuticGoal.schema.shape.goalId,
  status: TherapeuticGoal.schema.shape.status.unwrap(),
});
export type ChangeGoalStatus = z.input<typeof changeGoalStatusInput>;

/** Pauses, drops or takes up a goal again; one that is achieved is at 100, with all its milestones. */
export const changeGoalStatus = (
  platform: Scoped<StoryGraph>,
  { goalId, status }: ChangeGoalStatus,
): Promise<EntityOf<typeof TherapeuticGoal>> =>
  platform.transaction(async () => {
    const goals = platform.repo(TherapeuticGoal);
    const goal = await goals.get({ goalId });
    if (goal.status === status) return goal;
    if (status !== 'achieved') return goals.patch({ goalId }, { status });
    const [achieved = goal] = await moveGoals(
      platform,
      [{ ...goal, status: 'active' }],
      () => DONE,
      platform.now(),
    );
    return achieved;
  });
