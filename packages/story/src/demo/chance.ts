import { createHash } from 'node:crypto';

/** What looks like chance and is the same for the same name (mulberry32). */
export interface Chance {
  /** A whole number from the least to the most, both included. */
  whole(least: number, most: number): number;
  /** With two decimals, so that texts that show it stay short. */
  between(least: number, most: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
  /** So many of them, each once. */
  some<T>(values: readonly T[], count: number): T[];
  happens(share: number): boolean;
}

export const chanceOf = (name: string): Chance => {
  let state = createHash('sha256').update(name).digest().readUInt32LE();
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    between: (least, most) => Math.round((least + next() * (most - least)) * 100) / 100,
    pick: (values) => values[whole(0, values.length - 1)] ?? values[0],
    some: (values, count) => {
      const left = [...values];
      return Array.from({ length: Math.min(count, left.length) }, () =>
        left.splice(whole(0, left.length - 1), 1),
      ).flat();
    },
    happens: (share) => next() < share,
  };
};

/** Draws without repeating until all were drawn: what one player reads is not said twice in a row. */
export const deckOf = <T>(values: readonly [T, ...T[]], chance: Chance): (() => T) => {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = chance.some(values, values.length);
    return left.pop() ?? values[0];
  };
};
