import { GraphkeepError } from '@graphkeep/core';

/** What one transaction takes away at most: more of it would keep all other writers waiting, and may not fit into memory. */
const REMOVED_AT_ONCE = 10_000;

/** Removes some nodes of one kind, as many as the limit at most. */
export type RemoveStep = (options: { readonly limit: number }) => Promise<{ readonly removed: number }>;

/** Does all the steps in the transaction that is open, or fails where they find too much. */
export const removeBounded = async (
  what: string,
  steps: readonly RemoveStep[],
  atOnce = REMOVED_AT_ONCE,
): Promise<void> => {
  let left = atOnce;
  for (const step of steps) {
    const { removed } = await step({ limit: left + 1 });
    left -= removed;
    if (left < 0)
      throw new GraphkeepError(
        'limit_reached',
        `More than ${atOnce} nodes belong to ${what}, which is too much for one removal: erase the player's data instead, which goes by portions.`,
      );
  }
};
