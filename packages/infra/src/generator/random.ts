/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from the least to the most, both included. */
  whole(least: number, most: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
  chance(share: number): boolean;
  /** Another row of numbers, by a name: what one part draws changes nothing for the others. */
  branch(name: string): Random;
}

export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    return mixedOf(state);
  };
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (values) => values[Math.floor(next() * values.length)] ?? values[0],
    chance: (share) => next() < share,
    branch: (name) => randomOf(hashOf(`${seed}/${name}`)),
  };
};

const mixedOf = (state: number): number => {
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

/** From 0 to below 1, for a place in a row of numbers that need not be drawn in order. */
export type Noise = (place: number) => number;

export const noiseOf = (seed: number, name: string): Noise => {
  const hash = hashOf(`${seed}/${name}`);
  return (place) => mixedOf((hash + Math.imul(place, 0x6d2b79f5)) >>> 0);
};

/** FNV-1a. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};
