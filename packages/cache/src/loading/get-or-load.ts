import type { Core } from '../core.ts';
import { asValue, type Kind, type Place } from '../kind.ts';
import { lookUp } from '../lookup.ts';
import { isChangedSince } from './answers.ts';
import type { Answer, Flight } from './flight.ts';
import { hitInMemory } from './hit-in-memory.ts';
import { takeLease } from './lease.ts';
import { legOf } from './leg.ts';
import { type LoadPlaces, loadLegs } from './load-legs.ts';

export interface LoadOptions {
  /** Ends the wait of this caller; the load goes on while others wait. */
  readonly signal?: AbortSignal;
  /** What the value depends on, where that is known beforehand; besides the tags of its type. */
  readonly tags?: readonly string[];
}

/** What `Memory.hit` had no answer for. */
export const getOrLoad = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  load: LoadPlaces<V, I>,
  { signal, tags = [] }: LoadOptions,
): Promise<Answer<V>> => {
  const start = (refresh: boolean): Flight => {
    const flight = core.flights.open(place.key, core.recent.last);
    void fly(core, kind, place, load, tags, flight, refresh);
    return flight;
  };
  const held = hitInMemory(core, kind, place, () => start(true));
  if (held !== undefined) return held;
  return joined(core, place.key, () => start(false), signal);
};

/** Waits for the load under way, or for a new one. */
export const joined = async <V>(
  core: Core,
  key: string,
  start: () => Flight,
  signal: AbortSignal | undefined,
): Promise<Answer<V>> => {
  const running = core.flights.get(key);
  const flight = running ?? start();
  const joinedAt = core.recent.last;
  const answer = await flight.join(signal);
  if (running === undefined || joinedAt === flight.began || !isChangedSince(answer, flight.began))
    return ofType(answer);
  // A tag was invalidated after that load began and before this call, which must not see what was before.
  if (core.flights.get(key) === flight) core.flights.detach(key);
  return ofType(await start().join(signal));
};

const ofType = <V>(answer: Answer<unknown>): Answer<V> => ({
  ...answer,
  value: asValue<V | null | undefined>(answer.value),
});

const fly = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  load: LoadPlaces<V, I>,
  tags: readonly string[],
  flight: Flight,
  refresh: boolean,
): Promise<void> => {
  try {
    const looked = await lookUp(core, kind, place, flight.began);
    const leg = legOf(core, kind, place, flight, looked, refresh);
    if (leg === undefined) return;
    const lease = await takeLease(core, kind, place, looked, flight.began);
    try {
      const then = lease.looked === looked ? leg : legOf(core, kind, place, flight, lease.looked, refresh);
      if (then !== undefined) await loadLegs(core, kind, [then], load, tags);
    } finally {
      lease.release();
    }
  } catch (error) {
    flight.reject(error);
  } finally {
    core.flights.close(place.key, flight);
  }
};
