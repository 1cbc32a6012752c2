import type { EntityOf } from '@graphkeep/models';
import { CopingStrategy, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const { strategyId, effectiveness } = CopingStrategy.schema.shape;

export const useStrategyInput = z.strictObject({
  strategyId,
  /** How well it worked this time, where that is known. */
  effectiveness: effectiveness.unwrap().exactOptional(),
});
export type UseStrategy = z.input<typeof useStrategyInput>;

/** How much the latest use counts in a strategy's effectiveness. */
const WEIGHT_OF_LATEST = 0.3;

/** Counts a use of a strategy. Its effectiveness follows what was measured, the latest the most. */
export const useStrategy = (
  platform: Scoped<StoryGraph>,
  { strategyId: which, effectiveness: latest }: UseStrategy,
): Promise<EntityOf<typeof CopingStrategy>> =>
  platform.transaction(async () => {
    const strategies = platform.repo(CopingStrategy);
    const used = await strategies.patch({ strategyId: which }, { timesUsed: { increment: 1 } });
    if (latest === undefined) return used;
    const before = used.effectiveness ?? latest;
    return strategies.patch(
      { strategyId: which },
      { effectiveness: before + (latest - before) * WEIGHT_OF_LATEST },
    );
  });
