import type { Database } from './database.ts';

/**
 * A checkpoint writes the whole graph. Each second, with a thousand players, its thread took 69 % of a core in the one look that was taken
 * at it. How long one takes an entry was not measured: this is a guess that took the thread out of sight.
 */
const WAIT_PER_ENTRY_MS = 0.1;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;
const LOOK_MS = 5_000;
/** What is nearly right is left as it is: each new setting begins the wait anew. */
const CHANGE = 1.5;

export const checkpointIntervalMs = (entries: number): number =>
  Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.round(entries * WAIT_PER_ENTRY_MS)));

/**
 * Has a database write checkpoints, the larger it is the more seldom. A killed process loses nothing either way; lost power can
 * cost what was written last, before a pause as long as the interval.
 */
export const paceCheckpoints = (database: Database): { stop(): void } => {
  let interval = 0;
  const look = (): void => {
    const wanted = checkpointIntervalMs(database.nodeCount() + database.edgeCount());
    if (interval > 0 && wanted < interval * CHANGE && wanted > interval / CHANGE) return;
    interval = wanted;
    database.setCheckpointTriggers({ intervalMs: wanted });
  };
  look();
  const timer = setInterval(look, LOOK_MS).unref();
  return { stop: () => clearInterval(timer) };
};
