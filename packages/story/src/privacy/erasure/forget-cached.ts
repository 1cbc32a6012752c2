import { GraphkeepError } from '@graphkeep/core';
import type { StoryGraph } from '@graphkeep/models/story';
import type { CleanReport, Scoped, Selection } from '@graphkeep/platform';

/** Every cached value that is of the player, or about them: all of those carry the player's tag. */
export const cachedOf = (playerId: string): Selection => ({
  subjects: { player: [playerId], Player: [playerId] },
});

/** What is written between look and removal stays, and is looked for again. */
const TRIES = 3;

/** Takes the values themselves away, and not only their right to be served, which is all that an invalidation does. */
export const forgetCached = async (
  system: Scoped<StoryGraph>,
  playerId: string,
  tries = TRIES,
): Promise<number> => {
  const { cacheAdmin } = system;
  let [removed, replaced] = [0, 0];
  for (let from: string | undefined, complete = false; !complete; ) {
    const budget = { batchSize: 1_000, ...(from !== undefined && { from }) };
    const { confirm, report } = await cacheAdmin.plan(cachedOf(playerId), budget);
    const done: CleanReport = report.matched > 0 ? await cacheAdmin.remove(confirm, budget) : report;
    if (done.error !== undefined)
      throw new GraphkeepError('unavailable', `The cache cannot be cleared: ${done.error}`);
    removed += done.removed;
    replaced += done.replaced;
    ({ complete, next: from } = done);
  }
  return replaced > 0 && tries > 1 ? removed + (await forgetCached(system, playerId, tries - 1)) : removed;
};
