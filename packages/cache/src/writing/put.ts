import { GraphkeepError } from '@graphkeep/core';
import { type Core, forget, tierOf } from '../core.ts';
import { type Encoded, encodeEntry, encodeValue, fenceOf } from '../envelope/encode.ts';
import { type Epoch, marksOf } from '../epochs/epoch.ts';
import { keep } from '../keep.ts';
import type { Kind, Place } from '../kind.ts';
import { roughSize } from '../l1/rough-size.ts';
import { livesOf } from '../lives.ts';
import { encodeOptions, lifeOf } from '../loading/fill.ts';
import type { Write } from '../store/redis-tier.ts';
import { epochsOf, fetchEpoch, knownBytes } from '../tag-epochs.ts';
import { newToken } from '../token.ts';
import { traced } from '../tracing.ts';
import type { WriteOutcome } from './outcome.ts';
import { removeAll } from './remove.ts';
import { type Sent, sendMany, sendOne } from './send.ts';
import { settle } from './settle.ts';

export interface SetOptions {
  /** What the value depends on, besides the tags of its type. */
  readonly tags?: readonly string[];
}

interface Prepared<V, I> {
  readonly place: Place<I>;
  readonly value: V | null;
  readonly epochs: readonly Epoch[];
  readonly encoded: Encoded;
  readonly token: string;
  readonly createdAt: number;
  readonly softAt: number;
  readonly staleUntil: number;
  readonly write: Write | undefined;
}

/** More at once would hold up the event loop. */
const WRITES_AT_ONCE = 500;

export interface Item<V, I> {
  readonly place: Place<I>;
  readonly value: V | null;
}

/** Where Redis is away the value is held in the process for a moment, and what Redis has is taken away later. */
export const put = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  item: Item<V, I>,
  options: SetOptions,
): Promise<WriteOutcome> =>
  traced(
    () => ({ name: 'cache.write', operation: 'set', tier: tierOf(core), type: kind.name }),
    () => putOne(core, kind, item, options),
    (outcome) => outcome,
  );

const putOne = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  item: Item<V, I>,
  options: SetOptions,
): Promise<WriteOutcome> => {
  const { redis } = core;
  kind.counts.sets += 1;
  const begun = forget(core, item.place.key);
  let one: Prepared<V, I>;
  try {
    const prepared = prepare(core, kind, item, options);
    one = prepared instanceof Promise ? await prepared : prepared;
  } catch (error) {
    return refused(core, kind, [item], error);
  }
  const sent = redis === undefined || one.write === undefined ? 'unwritten' : await sendOne(redis, one.write);
  return written(core, kind, one, sent, begun) ? 'applied' : 'queued';
};

export const putAll = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  items: readonly Item<V, I>[],
  options: SetOptions,
): Promise<WriteOutcome> =>
  traced(
    () => ({
      ...({ name: 'cache.write', operation: 'set_many' } as const),
      ...{ tier: tierOf(core), type: kind.name, keys: items.length },
    }),
    () => putInParts(core, kind, items, options),
    (outcome) => outcome,
  );

const putInParts = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  items: readonly Item<V, I>[],
  options: SetOptions,
): Promise<WriteOutcome> => {
  let outcome: WriteOutcome = 'applied';
  for (let from = 0; from < items.length; from += WRITES_AT_ONCE) {
    const some = await putSome(core, kind, items.slice(from, from + WRITES_AT_ONCE), options);
    if (some === 'queued') outcome = some;
  }
  return outcome;
};

const putSome = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  items: readonly Item<V, I>[],
  options: SetOptions,
): Promise<WriteOutcome> => {
  const { redis } = core;
  kind.counts.sets += items.length;
  const begun = new Map(items.map(({ place }) => [place.key, forget(core, place.key)]));
  const prepared = new Map<string, Prepared<V, I>>();
  try {
    for (const item of items) {
      const one = prepare(core, kind, item, options);
      prepared.set(item.place.key, one instanceof Promise ? await one : one);
    }
  } catch (error) {
    return refused(core, kind, items, error);
  }
  const writes = [...prepared.values()].flatMap(({ write }) => (write === undefined ? [] : [write]));
  const sent = redis === undefined ? undefined : await sendMany(redis, writes);
  let outcome: WriteOutcome = 'applied';
  for (const [key, one] of prepared)
    if (!written(core, kind, one, sent?.get(key) ?? 'unwritten', begun.get(key) ?? 0)) outcome = 'queued';
  return outcome;
};

/** What was there before is out of date all the same. */
const refused = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  items: readonly Item<V, I>[],
  error: unknown,
): Promise<never> => {
  kind.counts.refused += 1;
  const places = items.map(({ place }) => place);
  await removeAll(core, kind, places, {});
  throw error;
};

/** Holds in the process what was written, unless another write came in between. True where nothing is left to be done. */
const written = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  one: Prepared<V, I>,
  sent: Sent,
  begun: number,
): boolean => {
  const { redis, recent } = core;
  const { key } = one.place;
  if (redis === undefined) {
    keepWritten(core, kind, one);
    return true;
  }
  // Of two writes at the same moment nobody knows here which one Redis took last.
  const overtaken = recent.changedSince(key, begun);
  if (overtaken || sent === 'unwritten') forget(core, key);
  if (!overtaken) keepWritten(core, kind, sent === 'unwritten' ? { ...one, token: '' } : one);
  const done = settle(core, redis, sent, begun, {
    ...{ key, bookmark: undefined, lifeMs: kind.policy.fenceMs, at: recent.last },
    kind: 'delete',
    typeEpoch: kind.epoch.key,
  });
  if (!done) kind.counts.queued += 1;
  return done;
};

/** A promise only where an epoch must be asked for, or the value is large. */
const prepare = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  { place, value }: Item<V, I>,
  options: SetOptions,
): Prepared<V, I> | Promise<Prepared<V, I>> => {
  if (value === undefined)
    throw new GraphkeepError(
      'invalid_input',
      `undefined cannot be cached as a ${kind.name}; delete it instead.`,
    );
  const tags = tagsFor(kind, place, value, options);
  const epochs = epochsOf(core, kind.epoch, tags);
  const encoded =
    core.redis === undefined
      ? { ...IN_PROCESS, rawBytes: roughSize(value) }
      : encodeValue(value, encodeOptions(kind));
  const bytes = epochs.map((epoch) => knownBytes(core, epoch));
  const finish = (done: Encoded, known: readonly (string | undefined)[]): Prepared<V, I> =>
    finished(core, kind, { place, value, epochs, encoded: done }, tags, known);
  if (core.redis === undefined || !core.redis.link.ready)
    return encoded instanceof Promise ? encoded.then((done) => finish(done, bytes)) : finish(encoded, bytes);
  if (!(encoded instanceof Promise) && !bytes.includes(undefined)) return finish(encoded, bytes);
  const asked = Promise.all(
    epochs.map(async (epoch, i) => bytes[i] ?? (await fetchEpoch(core, epoch))?.bytes),
  );
  return Promise.all([encoded, asked]).then(([done, known]) => finish(done, known));
};

const IN_PROCESS: Encoded = { form: 'null', compression: 'none', data: '', bytes: 0, rawBytes: 0 };

const tagsFor = <V, I>(
  kind: Kind<V, I>,
  place: Place<I>,
  value: V | null,
  { tags = [] }: SetOptions,
): readonly string[] => {
  if (value === null || kind.tagsOf === undefined) return tags;
  return [...new Set([...tags, ...kind.tagsOf(value, place.id)])];
};

const finished = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  what: Pick<Prepared<V, I>, 'place' | 'value' | 'epochs' | 'encoded'>,
  tags: readonly string[],
  bytes: readonly (string | undefined)[],
): Prepared<V, I> => {
  const { clock } = core;
  const createdAt = clock.shared();
  const lives = livesOf(kind.policy, what.value, createdAt);
  const token = newToken();
  const known = bytes.filter((one) => one !== undefined);
  kind.counts.bytesRaw += what.encoded.rawBytes;
  kind.counts.bytesStored += what.encoded.bytes;
  const write =
    core.redis === undefined || known.length < bytes.length
      ? undefined
      : {
          key: what.place.key,
          entry: encodeEntry(what.encoded, { ...lives, token, createdAt, epochs: known, tags }),
          lifeMs: lifeOf(core, lives.staleUntil, kind.policy.fenceMs),
        };
  const ahead = clock.sharedAhead();
  return {
    ...{ ...what, token, write },
    createdAt: createdAt - ahead,
    softAt: lives.softAt - ahead,
    staleUntil: lives.staleUntil - ahead,
  };
};

const keepWritten = <V, I>(core: Core, kind: Kind<V, I>, one: Prepared<V, I>): void => {
  const { place, value, epochs, encoded, token, createdAt, softAt, staleUntil } = one;
  keep(core, kind, place.key, {
    ...{ value, createdAt, softAt, staleUntil },
    marks: marksOf(epochs),
    fence: token === '' ? '' : fenceOf(token),
    readAt: core.clock.local(),
    bytes: encoded.rawBytes,
  });
};
