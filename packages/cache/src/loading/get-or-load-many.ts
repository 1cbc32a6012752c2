import type { Core } from '../core.ts';
import type { Kind, Place } from '../kind.ts';
import { lookUpMany } from '../lookup.ts';
import type { Answer, Flight } from './flight.ts';
import { joined, type LoadOptions } from './get-or-load.ts';
import { hitInMemory } from './hit-in-memory.ts';
import { type Leg, legOf } from './leg.ts';
import { type LoadPlaces, loadLegs } from './load-legs.ts';

/** In the order of the places; the loader is called once, for those only that nobody has and nobody loads. */
export const getOrLoadMany = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  places: readonly Place<I>[],
  load: LoadPlaces<V, I>,
  { signal, tags = [] }: LoadOptions,
): Promise<readonly Answer<V>[]> => {
  const answers = new Map<string, Answer<V> | Promise<Answer<V>>>();
  const opened: { place: Place<I>; flight: Flight }[] = [];
  const single = (place: Place<I>): Flight => {
    const flight = core.flights.open(place.key, core.recent.last);
    void flyMany(core, kind, [{ place, flight }], load, tags);
    return flight;
  };
  for (const place of places) {
    const { key } = place;
    if (answers.has(key)) continue;
    const held = hitInMemory(core, kind, place, () => single(place));
    if (held !== undefined) {
      answers.set(key, held);
      continue;
    }
    const running = core.flights.get(key) !== undefined;
    const start = (): Flight => {
      if (running) return single(place);
      const flight = core.flights.open(key, core.recent.last);
      opened.push({ place, flight });
      return flight;
    };
    const answer = joined<V>(core, key, start, signal);
    // One that fails while another is awaited is told by the first.
    answer.catch(() => {});
    answers.set(key, answer);
  }
  if (opened.length > 0) void flyMany(core, kind, opened, load, tags);
  const all = new Map<string, Answer<V>>();
  for (const [key, answer] of answers) all.set(key, await answer);
  return places.map(({ key }) => all.get(key) ?? NONE);
};

const NONE: Answer<never> = { value: undefined, from: 'load', stale: false, createdAt: 0, marks: undefined };

const flyMany = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  opened: readonly { readonly place: Place<I>; readonly flight: Flight }[],
  load: LoadPlaces<V, I>,
  tags: readonly string[],
): Promise<void> => {
  try {
    const began = Math.min(...opened.map(({ flight }) => flight.began));
    const looked = await lookUpMany(
      core,
      kind,
      opened.map(({ place }) => place),
      began,
    );
    const legs: Leg<V, I>[] = [];
    for (const [i, { place, flight }] of opened.entries()) {
      const one = looked[i];
      const leg = one === undefined ? undefined : legOf(core, kind, place, flight, one, false);
      if (leg !== undefined) legs.push(leg);
    }
    if (legs.length > 0) await loadLegs(core, kind, legs, load, tags);
  } catch (error) {
    for (const { flight } of opened) flight.reject(error);
  } finally {
    for (const { place, flight } of opened) core.flights.close(place.key, flight);
  }
};
