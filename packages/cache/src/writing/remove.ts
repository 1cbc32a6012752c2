import { type Core, forget, tierOf } from '../core.ts';
import { encodeTombstone } from '../envelope/encode.ts';
import type { Kind, Place } from '../kind.ts';
import { ask } from '../store/redis-tier.ts';
import { newToken } from '../token.ts';
import { traced } from '../tracing.ts';
import type { WriteOutcome } from './outcome.ts';
import { sendMany } from './send.ts';
import { settle } from './settle.ts';

export interface DeleteOptions {
  /** Handed to the loader that comes next: a replica must have come so far before it is read. */
  readonly bookmark?: string;
}

/** Takes values away everywhere, and sees to it that no load that began before can bring one back. */
export const removeAll = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  places: readonly Place<I>[],
  options: DeleteOptions,
): Promise<WriteOutcome> =>
  traced(
    () => ({
      ...({ name: 'cache.invalidate', operation: 'delete' } as const),
      ...{ tier: tierOf(core), type: kind.name, keys: places.length },
    }),
    () => remove(core, kind, places, options),
    (outcome) => outcome,
  );

const remove = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  places: readonly Place<I>[],
  { bookmark }: DeleteOptions,
): Promise<WriteOutcome> => {
  const { redis } = core;
  const keys = [...new Set(places.map(({ key }) => key))];
  kind.counts.deletes += keys.length;
  const begun = new Map(keys.map((key) => [key, forget(core, key)]));
  if (bookmark !== undefined) for (const key of keys) core.bookmarks.set(key, bookmark);
  if (redis === undefined) return 'applied';

  const lifeMs = kind.policy.fenceMs;
  const entries = keys.map((key) => ({ key, lifeMs, entry: encodeTombstone(newToken(), bookmark) }));
  const sent = await sendMany(redis, entries);
  let queued = 0;
  for (const key of keys) {
    const at = forget(core, key);
    const change = { ...{ key, bookmark, lifeMs, at }, kind: 'delete' as const, typeEpoch: kind.epoch.key };
    const became = sent.get(key) ?? 'unwritten';
    if (!settle(core, redis, became, begun.get(key) ?? 0, change)) queued += 1;
    // Redis that is full refuses a tombstone, not this.
    if (became === 'unwritten') void ask(redis.link, () => redis.tier.unlink(key));
  }
  kind.counts.queued += queued;
  return queued === 0 ? 'applied' : 'queued';
};
