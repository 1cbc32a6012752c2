import type { Core } from './core.ts';
import { CorruptEntry, decodeValue, type Entry, openEnvelope } from './envelope/decode.ts';
import { FENCE_LENGTH } from './envelope/layout.ts';
import { type Epoch, type EpochMarks, marksOf } from './epochs/epoch.ts';
import { keep } from './keep.ts';
import { asValue, type Kind, type Place } from './kind.ts';
import { type Found, type Looked, NOTHING } from './looked.ts';
import { ask } from './store/redis-tier.ts';
import { epochsOf, fetchEpoch, knownBytes } from './tag-epochs.ts';
import { parseWith } from './types/schema.ts';

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
