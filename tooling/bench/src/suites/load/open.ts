import { setTimeout as delay } from 'node:timers/promises';
import type { Tally } from './tally.ts';

/** More than this at the same time are the sign of a server that does not keep up: the rest are failures. */
const MOST_AT_ONCE = 5_000;

interface OpenModel {
  /** How many calls begin in a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly tally: Tally;
  readonly next: () => { readonly name: string; readonly run: () => Promise<unknown> };
}

/**
 * Calls begin at random moments, so many a second on average, however long the earlier ones take. Each is timed from the moment
 * that it was meant to begin: a server that stands still for a second is charged with all who would have come in it.
 */
export const playOpen = async ({ rate, seconds, tally, next }: OpenModel): Promise<void> => {
  const end = performance.now() + seconds * 1_000;
  const underWay = new Set<Promise<void>>();
  const gap = () => (-Math.log(1 - Math.random()) * 1_000) / rate;
  for (let due = performance.now() + gap(); due < end; due += gap()) {
    const early = due - performance.now();
    if (early > 1) await delay(early);
    const { name, run } = next();
    const crowded = underWay.size >= MOST_AT_ONCE;
    const work = crowded ? () => Promise.reject(new RangeError('crowded out')) : run;
    const one = tally.count(name, due, work).finally(() => underWay.delete(one));
    underWay.add(one);
  }
  await Promise.all(underWay);
};
