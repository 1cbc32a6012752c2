import type { Core, RedisSide } from './core.ts';
import { CorruptEntry, decodeValue, type Entry, openEnvelope } from './envelope/decode.ts';
import { FENCE_LENGTH } from './envelope/layout.ts';
import { type Epoch, type EpochMarks, marksOf } from './epochs/epoch.ts';
import { keep } from './keep.ts';
import { asValue, type Kind, type Place } from './kind.ts';
import { ask } from './store/redis-tier.ts';
import { epochsOf, fetchEpoch, knownBytes } from './tag-epochs.ts';
import { parseWith } from './types/schema.ts';

/** A value that was found. Times are local. */
export interface Found<V> {
  readonly value: V | null;
  readonly fresh: boolean;
  readonly tier: 'memory' | 'redis';
  readonly createdAt: number;
  readonly softAt: number;
  readonly marks: EpochMarks;
}

/** What Redis says of a key. */
export interface Looked<V> {
  readonly found: Found<V> | undefined;
  /** What a fence compares; `undefined` where Redis was away, so that nothing may be written there. */
  readonly seen: string | Buffer | undefined;
  /** The server's time before the question was sent. */
  readonly serverTime: number | undefined;
  readonly bookmark: string | undefined;
}

export const NOTHING: Looked<never> = {
  found: undefined,
  seen: undefined,
  serverTime: undefined,
  bookmark: undefined,
};

/** `began`: where the order of changes stood before Redis was asked. */
export const lookUp = async <V, I>(
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
  kind.counts.redisTime.add(performance.now() - startedAt);
  return judge(core, kind, place, reply, { began, at, serverTime });
};

/** More at once would hold up the event loop. */
export const KEYS_AT_ONCE = 500;

/** For many keys by one question. In the order of the places. */
export const lookUpMany = async <V, I>(
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
  kind.counts.redisTime.add(performance.now() - startedAt);
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

export interface Asked {
  readonly began: number;
  /** Local time before the question was sent. */
  readonly at: number;
  readonly serverTime: number | undefined;
}

/** A promise only where it has to ask again, or where the value is large. */
export const judge = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  reply: Buffer | null,
  asked: Asked,
): Looked<V> | Promise<Looked<V>> => {
  const { serverTime } = asked;
  if (reply === null) return { found: undefined, seen: '', serverTime, bookmark: undefined };
  try {
    const entry = openEnvelope(reply);
    if (entry.kind === 'tombstone')
      return { found: undefined, seen: entry.fence, serverTime, bookmark: entry.bookmark };
    const epochs = epochsOf(core, kind.epoch, entry.tags);
    if (!epochs.every((epoch, i) => knownBytes(core, epoch) === entry.epochs[i]))
      return judgeAsking(core, kind, place, entry, epochs, reply, asked);
    return taken(core, kind, place, entry, marksOf(epochs), 'current', reply, asked);
  } catch (error) {
    return corrupt(core, kind, place, reply, serverTime, error);
  }
};

/** An epoch is not known, or is another than the entry's: what this process knows may be out of date too. */
const judgeAsking = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  entry: Entry,
  epochs: readonly Epoch[],
  reply: Buffer,
  asked: Asked,
): Promise<Looked<V>> => {
  const before = core.recent.last;
  const states = await Promise.all(epochs.map((epoch) => fetchEpoch(core, epoch)));
  let standing: 'current' | 'expired' | 'deleted' = 'current';
  for (const [i, epoch] of epochs.entries()) {
    const bytes = states[i]?.bytes;
    if (bytes === undefined) return NOTHING;
    const mine = entry.epochs[i];
    const pending = core.redis?.queue.pendingEpoch(epoch.key);
    // The log told of a change after this answer was given.
    const changed = epoch.changedAt > before && epoch.bytes !== bytes;
    if (changed || pending === 'delete' || bytes.slice(0, 8) !== mine?.slice(0, 8)) standing = 'deleted';
    else if (standing === 'current' && (pending === 'expire' || bytes !== mine)) standing = 'expired';
  }
  if (standing === 'deleted')
    return { found: undefined, seen: entry.fence, serverTime: asked.serverTime, bookmark: undefined };
  try {
    return await taken(core, kind, place, entry, marksOf(epochs), standing, reply, asked);
  } catch (error) {
    return corrupt(core, kind, place, reply, asked.serverTime, error);
  }
};

const taken = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  entry: Entry,
  marks: EpochMarks,
  standing: 'current' | 'expired',
  reply: Buffer,
  asked: Asked,
): Looked<V> | Promise<Looked<V>> => {
  const ahead = core.clock.sharedAhead();
  const now = core.clock.local();
  const staleUntil = entry.staleUntil - ahead;
  if (now >= staleUntil)
    return { found: undefined, seen: entry.fence, serverTime: asked.serverTime, bookmark: undefined };
  const finish = (decoded: unknown): Looked<V> => {
    const value = checked(kind, decoded);
    const softAt = entry.softAt - ahead;
    const fresh = standing === 'current' && now < softAt;
    const found: Found<V> = {
      ...{ value, fresh, softAt, marks },
      tier: 'redis',
      createdAt: entry.createdAt - ahead,
    };
    if (standing === 'current' && !core.recent.changedSince(place.key, asked.began))
      keep(core, kind, place.key, {
        ...{ value, marks, softAt, staleUntil },
        fence: entry.fence,
        createdAt: found.createdAt,
        readAt: asked.at,
        bytes: entry.rawBytes,
      });
    return { found, seen: entry.fence, serverTime: asked.serverTime, bookmark: undefined };
  };
  const decoded = decodeValue(entry, { codec: kind.codec, maxBytes: kind.policy.maxBytes });
  if (!(decoded instanceof Promise)) return finish(decoded);
  return decoded
    .then(finish)
    .catch((error: unknown) => corrupt(core, kind, place, reply, asked.serverTime, error));
};

const checked = <V, I>(kind: Kind<V, I>, decoded: unknown): V | null => {
  if (decoded === null || kind.schema === undefined) return asValue<V | null>(decoded);
  try {
    return parseWith(kind.schema, decoded);
  } catch (cause) {
    throw new CorruptEntry('shape', cause);
  }
};

/** A miss, counted and taken away: one bad entry says nothing of the others, nor of Redis. */
const corrupt = <V, I>(
  { redis }: Core,
  { counts }: Kind<V, I>,
  { key }: Place<I>,
  reply: Buffer,
  serverTime: number | undefined,
  error: unknown,
): Looked<V> => {
  if (!(error instanceof CorruptEntry)) throw error;
  counts.corrupt.set(error.corruption, (counts.corrupt.get(error.corruption) ?? 0) + 1);
  const seen = reply.subarray(0, FENCE_LENGTH);
  if (redis !== undefined) void ask(redis.link, () => redis.tier.unlinkSame(key, seen));
  return { found: undefined, seen: '', serverTime, bookmark: undefined };
};
