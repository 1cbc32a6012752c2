import type { EntityOf, PatchInput } from '@graphkeep/models';
import { CopingStrategy, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { refuseKept } from '../refuse-kept.ts';

/** Changes what a strategy is; uses are counted as they are made. */
export const patchStrategy = async (
  platform: Scoped<StoryGraph>,
  { strategyId, changes }: PatchInput<typeof CopingStrategy>,
): Promise<EntityOf<typeof CopingStrategy>> => {
  refuseKept(changes, {
    timesUsed: '`use` counts them',
    effectiveness: '`use` takes what was measured',
  });
  return platform.repo(CopingStrategy).patch({ strategyId }, changes);
};
