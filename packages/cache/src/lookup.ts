import type { Core, RedisSide } from './core.ts';
import { judge } from './judge.ts';
import type { Kind, Place } from './kind.ts';
import { type Looked, NOTHING, outcomeOf, outcomeOfMany } from './looked.ts';
import { ask } from './store/redis-tier.ts';
import { traced } from './tracing.ts';

/** `began`: where the order of changes stood before Redis was asked. */
export const lookUp = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  began: number,
): Promise<Looked<V>> =>
  core.redis === undefined
    ? Promise.resolve(NOTHING)
    : traced(
        () => ({ name: 'cache.read', operation: 'get', tier: 'redis', type: kind.name }),
        () => lookUpOne(core, kind, place, began),
        outcomeOf,
      );

const lookUpOne = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  began: number,
): Promise<Looked<V>> => {
  const { redis } = core;
  if (redis === undefined || !redis.link.ready || redis.queue.covers(place.key, kind.epoch.key))
    return NOTHING;
  const serverTime = core.clock.server();
  const at = core.clock.local();
  const startedAt = performance.now();
  const reply = await askForEntry(redis, place.key);
  if (reply === undefined) return NOTHING;
  kind.counts.redisTook(performance.now() - startedAt);
  return judge(core, kind, place, reply, { began, at, serverTime });
};

/** More at once would hold up the event loop. */
export const KEYS_AT_ONCE = 500;

/** For many keys by one question. In the order of the places. */
export const lookUpMany = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  places: readonly Place<I>[],
  began: number,
): Promise<readonly Looked<V>[]> =>
  core.redis === undefined
    ? Promise.resolve(places.map(() => NOTHING))
    : traced(
        () => ({
          ...({ name: 'cache.read', operation: 'get_many', tier: 'redis' } as const),
          type: kind.name,
          keys: places.length,
        }),
        () => lookUpInParts(core, kind, places, began),
        outcomeOfMany,
      );

const lookUpInParts = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  places: readonly Place<I>[],
  began: number,
): Promise<readonly Looked<V>[]> => {
  const looked: Looked<V>[] = [];
  for (let from = 0; from < places.length; from += KEYS_AT_ONCE)
    looked.push(...(await lookUpSome(core, kind, places.slice(from, from + KEYS_AT_ONCE), began)));
  return looked;
};

const lookUpSome = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  places: readonly Place<I>[],
  began: number,
): Promise<readonly Looked<V>[]> => {
  const { redis } = core;
  if (redis === undefined) return places.map(() => NOTHING);
  const covered = places.map(({ key }) => redis.queue.covers(key, kind.epoch.key));
  const serverTime = core.clock.server();
  const at = core.clock.local();
  const startedAt = performance.now();
  const replies = await ask(redis.link, () => redis.tier.readMany(places.map(({ key }) => key)));
  if (replies === undefined) return places.map(() => NOTHING);
  kind.counts.redisTook(performance.now() - startedAt);
  const looked = places.map((place, i) =>
    covered[i] === true ? NOTHING : judge(core, kind, place, replies[i] ?? null, { began, at, serverTime }),
  );
  const settled = looked.filter(isSettled);
  return settled.length === looked.length ? settled : Promise.all(looked.map(async (one) => one));
};

const isSettled = <V>(looked: Looked<V> | Promise<Looked<V>>): looked is Looked<V> =>
  !(looked instanceof Promise);

export const askForEntry = async (
  { link, tier }: RedisSide,
  key: string,
): Promise<Buffer | null | undefined> => {
  try {
    const reply = await tier.read(key);
    link.succeeded();
    return reply;
  } catch (error) {
    link.failed(error);
    if (error instanceof Error && error.message.startsWith('WRONGTYPE')) {
      await ask(link, () => tier.unlinkSame(key, ''));
      return null;
    }
    return undefined;
  }
};
