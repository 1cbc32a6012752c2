import type { EntityOf, PatchInput } from '@graphkeep/models';
import { type StoryGraph, TherapeuticGoal } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { refuseKept } from '../refuse-kept.ts';
import { versionOf } from '../version-of.ts';

/** Changes what a goal is; how far it has come is changed by moving it. */
export const patchGoal = async (
  platform: Scoped<StoryGraph>,
  { goalId, changes, ...seen }: PatchInput<typeof TherapeuticGoal>,
): Promise<EntityOf<typeof TherapeuticGoal>> => {
  refuseKept(changes, {
    status: '`changeStatus` changes it, or a progress of 100',
    progress: '`advance` changes it, over the milestones',
  });
  return platform.repo(TherapeuticGoal).patch({ goalId }, changes, versionOf(seen));
};
