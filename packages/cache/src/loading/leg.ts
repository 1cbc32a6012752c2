import type { Core } from '../core.ts';
import type { Kind, Place } from '../kind.ts';
import { refreshAt } from '../lives.ts';
import type { Found, Looked } from '../looked.ts';
import { prefetch } from '../prefetch.ts';
import { renewIfDue } from '../renew.ts';
import { answerOf, staleInMemory } from './answers.ts';
import type { Flight } from './flight.ts';

/** One key of a load: who waits for it, and what can be served in its place. */
export interface Leg<V, I> {
  readonly place: Place<I>;
  readonly flight: Flight;
  readonly looked: Looked<V>;
  readonly stale: Found<V> | undefined;
}

/**
 * Answers with what was found, where that will do. Undefined where nothing is left to be done: else the value has to be loaded,
 * also for nobody but those who come later.
 */
export const legOf = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  flight: Flight,
  looked: Looked<V>,
  refresh: boolean,
): Leg<V, I> | undefined => {
  const { found } = looked;
  const { policy } = kind;
  const now = core.clock.local();
  if (found?.fresh === true) {
    flight.resolve(answerOf(found));
    renewIfDue(core, kind, place.key, found);
    prefetch(core, kind, place.id, found.value);
    return refresh || now >= refreshAt(policy, found.softAt)
      ? { place, flight, looked, stale: found }
      : undefined;
  }
  const stale = found ?? (looked.seen === undefined ? staleInMemory<V>(core, place.key) : undefined);
  if (stale === undefined) return { place, flight, looked, stale };
  const paused = (core.pauses.get(place.key) ?? 0) > now;
  if (paused || now < stale.softAt + policy.staleMs) flight.resolve(answerOf(stale));
  return paused ? undefined : { place, flight, looked, stale };
};
