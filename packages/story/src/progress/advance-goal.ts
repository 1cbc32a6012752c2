import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import { type StoryGraph, TherapeuticGoal } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { moveGoals } from './move-goals.ts';

const { goalId, progress } = TherapeuticGoal.schema.shape;

export const advanceGoalInput = z
  .strictObject({
    goalId,
    /** Where it stands then. */
    progress: progress.unwrap().exactOptional(),
    /** Or by how much it moves; it stays within 0 and 100. */
    by: z.number().min(-100).max(100).exactOptional(),
  })
  .refine(({ progress: to, by }) => (to === undefined) !== (by === undefined), {
    path: ['progress'],
    error: 'give either progress or by',
  });
export type AdvanceGoal = z.input<typeof advanceGoalInput>;

/** Moves an active goal, with its milestones; at 100 it is achieved. */
export const advanceGoal = (
  platform: Scoped<StoryGraph>,
  { goalId: which, progress: to, by = 0 }: AdvanceGoal,
): Promise<EntityOf<typeof TherapeuticGoal>> =>
  platform.transaction(async () => {
    const goal = await platform.repo(TherapeuticGoal).get({ goalId: which });
    if (goal.status !== 'active')
      throw new GraphkeepError(
        'wrong_state',
        `Goal ${which} is ${goal.status}, and only an active one moves: change its status first.`,
        { field: 'goalId' },
      );
    const [moved = goal] = await moveGoals(
      platform,
      [goal],
      (one) => to ?? one.progress + by,
      platform.now(),
    );
    return moved;
  });
