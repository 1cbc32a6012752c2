import type { Core } from '../core.ts';
import { type Encoded, encodeEntry, encodeValue, fenceOf } from '../envelope/encode.ts';
import { type Epoch, type EpochMarks, marksOf } from '../epochs/epoch.ts';
import { keep } from '../keep.ts';
import type { Kind, Place } from '../kind.ts';
import { roughSize } from '../l1/rough-size.ts';
import { livesOf } from '../lives.ts';
import { ask } from '../store/redis-tier.ts';
import { epochsOf, fetchEpoch, knownBytes } from '../tag-epochs.ts';
import { newToken } from '../token.ts';
import { traced } from '../tracing.ts';

/** What was known when a load began. */
export interface LoadStart {
  /** Where the order of changes stood. */
  readonly began: number;
  /** Local time, and the same on the clock that is never injected. */
  readonly at: number;
  readonly startedAt: number;
  readonly seen: string | Buffer | undefined;
  readonly serverTime: number | undefined;
  /** Tags that were known beforehand, and their epochs at that time. */
  readonly tags: readonly string[];
  readonly bytes: ReadonlyMap<Epoch, string>;
}

/** Two clocks were compared over a network, and the write takes a moment. */
const CLOCK_MARGIN_MS = 2_000;
const AGE_MARGIN_MS = 1_000;

/** Keeps a loaded value where nothing was changed since the load began. Answers what the value depends on. */
export const fill = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  value: V | null,
  start: LoadStart,
): Promise<EpochMarks> => {
  const { counts, policy } = kind;
  const derived = value === null || kind.tagsOf === undefined ? [] : kind.tagsOf(value, place.id);
  const tags = derived.length === 0 ? start.tags : [...new Set([...start.tags, ...derived])];
  const epochs = epochsOf(core, kind.epoch, tags);
  const marks = marksOf(epochs);
  const encoded = await encodedFor(core, kind, value);
  if (encoded === undefined) return marks;
  const bytes = core.redis === undefined ? [] : await epochBytes(core, epochs, start);
  const isUnderOldEpoch = (): boolean =>
    bytes === 'changed' || epochs.some((epoch) => epoch.changedAt > start.began);
  const isChanged = (): boolean => core.recent.changedSince(place.key, start.began) || isUnderOldEpoch();
  // Of the key alone Redis knows better: a delete that is told here only now may have been before the load.
  const refuses = core.redis === undefined ? isChanged() : isUnderOldEpoch();
  if (refuses || core.redis?.queue.covers(place.key, kind.epoch.key) === true) {
    counts.fillsFenced += 1;
    return marks;
  }

  const shared = start.at + core.clock.sharedAhead();
  const lives = livesOf(policy, value, shared);
  const token = newToken();
  let fence = '';
  if (
    core.redis !== undefined &&
    start.seen !== undefined &&
    start.serverTime !== undefined &&
    Array.isArray(bytes)
  ) {
    const { tier, link } = core.redis;
    const entry = encodeEntry(encoded, { ...lives, token, createdAt: shared, epochs: bytes, tags });
    const write = { key: place.key, entry, lifeMs: lifeOf(core, lives.staleUntil, policy.fenceMs) };
    const deadline = start.serverTime + policy.fenceMs - CLOCK_MARGIN_MS;
    const { seen } = start;
    const outcome = await traced(
      () => ({ name: 'cache.write', operation: 'fill', tier: 'redis', type: kind.name }),
      async () => (await ask(link, () => tier.fill(write, seen, deadline))) ?? 'failed',
      (filled) => filled,
    );
    if (outcome === 'stored') counts.fillsStored += 1;
    if (outcome === 'fenced') counts.fillsFenced += 1;
    if (outcome === 'late') counts.fillsLate += 1;
    if (outcome === 'failed') counts.fillsFailed += 1;
    if (outcome === 'fenced' || outcome === 'late') return marks;
    fence = fenceOf(token);
  }
  if (isChanged()) return marks;
  const ahead = core.clock.sharedAhead();
  keep(core, kind, place.key, {
    ...{ value, fence, marks },
    createdAt: start.at,
    softAt: lives.softAt - ahead,
    staleUntil: lives.staleUntil - ahead,
    readAt: start.at,
    bytes: encoded.rawBytes,
  });
  return marks;
};

/** An entry outlives its own time as long as it must stand in the way of older loads. */
export const lifeOf = (core: Core, staleUntil: number, fenceMs: number): number =>
  Math.ceil(Math.max(staleUntil - core.clock.shared(), fenceMs));

/** Undefined where the value cannot be kept: whoever loaded it still gets it. */
const encodedFor = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  value: V | null,
): Promise<Encoded | undefined> => {
  if (core.redis === undefined)
    return { form: 'null', compression: 'none', data: '', bytes: 0, rawBytes: roughSize(value) };
  try {
    const encoded = await encodeValue(value, encodeOptions(kind));
    kind.counts.bytesRaw += encoded.rawBytes;
    kind.counts.bytesStored += encoded.bytes;
    return encoded;
  } catch {
    kind.counts.refused += 1;
    return undefined;
  }
};

export const encodeOptions = <V, I>({ name, codec, policy }: Kind<V, I>) => ({
  ...{ name, codec },
  compressFrom: policy.compressFrom,
  maxBytes: policy.maxBytes,
});

/**
 * The epochs as they were when the load began. Of one that was not known then, the server says how long ago it was changed: if
 * that may have been during the load, the value may be from before it.
 */
const epochBytes = async (
  core: Core,
  epochs: readonly Epoch[],
  start: LoadStart,
): Promise<readonly string[] | 'changed' | undefined> => {
  const found: string[] = [];
  for (const epoch of epochs) {
    if (epoch.changedAt > start.began) return 'changed';
    const bytes = start.bytes.get(epoch) ?? knownBytes(core, epoch);
    if (bytes !== undefined) {
      found.push(bytes);
      continue;
    }
    const dated = await fetchEpoch(core, epoch);
    if (dated === undefined) return undefined;
    if (dated.ageMs < performance.now() - start.startedAt + AGE_MARGIN_MS) return 'changed';
    found.push(dated.bytes);
  }
  return found;
};
