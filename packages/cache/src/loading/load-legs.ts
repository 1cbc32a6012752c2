import type { Core } from '../core.ts';
import type { Kind, Place } from '../kind.ts';
import { prefetch } from '../prefetch.ts';
import { ask } from '../store/redis-tier.ts';
import { traced } from '../tracing.ts';
import { answerOf } from './answers.ts';
import { fill, type LoadStart } from './fill.ts';
import type { Answer } from './flight.ts';
import type { Leg } from './leg.ts';
import { type LoadContext, runLoader } from './loader.ts';
import { bookmarksFor, loadStart } from './start.ts';

/** Loads what several legs wait for, in the order of the places. */
export type LoadPlaces<V, I> = (
  places: readonly Place<I>[],
  context: LoadContext,
) => Promise<readonly (V | null | undefined)[]>;

/** More at once would hold up the event loop. */
const FILLS_AT_ONCE = 200;

/** Runs the loader once for all legs, keeps what it answers and tells those who wait. */
export const loadLegs = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  legs: readonly Leg<V, I>[],
  load: LoadPlaces<V, I>,
  tags: readonly string[],
): Promise<void> => {
  const soft = softTimer(kind, legs);
  try {
    const starts = await Promise.all(legs.map(({ looked }) => loadStart(core, kind, looked, tags)));
    const bookmarks = [
      ...new Set(legs.flatMap(({ place, looked }) => bookmarksFor(core, kind, place, looked, tags))),
    ];
    const places = legs.map(({ place }) => place);
    const values = await traced(
      () => ({ name: 'cache.load', operation: 'load', tier: 'loader', type: kind.name, keys: legs.length }),
      () => runLoader(core, kind, signalOfAll(legs), async (signal) => load(places, { signal, bookmarks })),
      () => 'loaded',
    );
    for (let from = 0; from < legs.length; from += FILLS_AT_ONCE) {
      const some = legs.slice(from, from + FILLS_AT_ONCE);
      await Promise.all(some.map((leg, i) => land(core, kind, leg, values[from + i], starts[from + i])));
    }
  } catch (error) {
    for (const leg of legs) fail(core, kind, leg, error);
  } finally {
    clearTimeout(soft);
  }
};

const land = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  { place, flight, looked, stale }: Leg<V, I>,
  value: V | null | undefined,
  start: LoadStart | undefined,
): Promise<void> => {
  const { key, id } = place;
  core.pauses.delete(key);
  const keeps = value !== undefined && (value !== null || kind.policy.negativeMs > 0);
  const marks = keeps && start !== undefined ? await fill(core, kind, place, value, start) : undefined;
  if (value === null && !keeps && stale !== undefined) {
    // It is gone: what is left of it must not be served for want of something better.
    const { redis } = core;
    const { seen } = looked;
    core.memory.delete(key);
    if (redis !== undefined && seen !== undefined)
      await ask(redis.link, () => redis.tier.unlinkSame(key, seen));
  }
  const answer: Answer<V> = {
    ...{ value, marks },
    from: 'load',
    stale: false,
    createdAt: start?.at ?? core.clock.local(),
  };
  flight.resolve(answer);
  if (value !== undefined) prefetch(core, kind, id, value);
};

const fail = <V, I>(
  core: Core,
  { policy }: Kind<V, I>,
  { place, flight, stale }: Leg<V, I>,
  error: unknown,
): void => {
  if (stale === undefined) {
    flight.reject(error);
    return;
  }
  core.pauses.set(place.key, core.clock.local() + policy.retryMs);
  if (!flight.answered) flight.resolve(answerOf(stale));
};

/** Whoever can be given something stale waits for something fresh only so long. */
const softTimer = <V, I>({ policy }: Kind<V, I>, legs: readonly Leg<V, I>[]): NodeJS.Timeout | undefined => {
  if (policy.softMs === undefined || legs.every(({ stale }) => stale === undefined)) return undefined;
  return setTimeout(() => {
    for (const { flight, stale } of legs)
      if (stale !== undefined && !flight.answered) flight.resolve(answerOf(stale));
  }, policy.softMs);
};

/** Aborts when nobody waits for any of them. */
const signalOfAll = <V, I>(legs: readonly Leg<V, I>[]): AbortSignal => {
  const [only] = legs;
  if (only !== undefined && legs.length === 1) return only.flight.signal;
  const controller = new AbortController();
  let left = legs.length;
  for (const { flight } of legs)
    flight.signal.addEventListener(
      'abort',
      () => {
        left -= 1;
        if (left === 0) controller.abort(flight.signal.reason);
      },
      { once: true },
    );
  return controller.signal;
};
