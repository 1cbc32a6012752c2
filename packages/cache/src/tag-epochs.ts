import type { Core } from './core.ts';
import type { Epoch } from './epochs/epoch.ts';
import { ask, type DatedEpoch } from './store/redis-tier.ts';

export const epochsOf = (core: Core, type: Epoch, tags: readonly string[]): readonly Epoch[] =>
  tags.length === 0 ? [type] : [type, ...tags.map((tag) => core.book.tag(core.keys.tag(tag)))];

/** What Redis holds now; `undefined` where it is away. */
export const fetchEpoch = async (core: Core, epoch: Epoch): Promise<DatedEpoch | undefined> => {
  const { redis } = core;
  if (redis === undefined) return undefined;
  const askedAt = core.recent.last;
  const state = await ask(redis.link, () => redis.tier.readEpoch(epoch.key));
  if (state !== undefined) core.book.fetched(epoch, state, askedAt);
  return state;
};

/** The bytes of an epoch that were true at this moment or later, without asking where the log is followed. */
export const knownBytes = (core: Core, epoch: Epoch): string | undefined =>
  core.memory.followed && core.redis?.queue.pendingEpoch(epoch.key) === undefined ? epoch.bytes : undefined;
