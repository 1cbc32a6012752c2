import { GraphkeepError } from '@graphkeep/core';
import { type Core, forget } from '../core.ts';
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
import type { WriteOutcome } from './outcome.ts';
import { removeAll } from './remove.ts';
import { send } from './send.ts';

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

/** Where Redis is away the values are held in the process for a moment, and what Redis has is taken away later. */
export const putAll = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  items: readonly { readonly place: Place<I>; readonly value: V | null }[],
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
  items: readonly { readonly place: Place<I>; readonly value: V | null }[],
  options: SetOptions,
): Promise<WriteOutcome> => {
  const { redis } = core;
  kind.counts.sets += items.length;
  const at = new Map(items.map(({ place }) => [place.key, forget(core, place.key)]));
  const prepared = new Map<string, Prepared<V, I>>();
  try {
    for (const { place, value } of items) {
      const one = prepare(core, kind, place, value, options);
      prepared.set(place.key, one instanceof Promise ? await one : one);
    }
  } catch (error) {
    kind.counts.refused += 1;
    // What was there before is out of date all the same.
    await removeAll(
      core,
      kind,
      items.map(({ place }) => place),
      {},
    );
    throw error;
  }
  if (redis === undefined) {
    for (const one of prepared.values()) keepWritten(core, kind, one);
    return 'applied';
  }
  const writes = [...prepared.values()].flatMap(({ write }) => (write === undefined ? [] : [write]));
  const { unwritten, untold } = await send(redis, writes);
  const { fenceMs: lifeMs } = kind.policy;
  const typeEpoch = kind.epoch.key;
  let queued = 0;
  for (const [key, one] of prepared) {
    const writtenAt = at.get(key) ?? 0;
    // Of two writes at the same moment nobody knows here which one Redis took last.
    const overtaken = core.recent.changedSince(key, writtenAt);
    const written = one.write !== undefined && !unwritten.has(key);
    const now = overtaken || !written ? forget(core, key) : writtenAt;
    const remove = { ...{ key, lifeMs }, kind: 'delete' as const, bookmark: undefined, typeEpoch, at: now };
    if (!overtaken) keepWritten(core, kind, written ? one : { ...one, token: '' });
    if (written) {
      redis.queue.settle(key, writtenAt);
      redis.aftermath.confirmed(remove);
      if (!untold.has(key)) continue;
      redis.queue.add({ kind: 'announce', key, typeEpoch });
    } else redis.queue.add(remove);
    queued += 1;
  }
  kind.counts.queued += queued;
  return queued === 0 ? 'applied' : 'queued';
};

/** A promise only where an epoch must be asked for, or the value is large. */
const prepare = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  value: V | null,
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
