import type { EpochMarks } from './epochs/epoch.ts';

/** A value that was found. Times are local. */
export interface Found<V> {
  readonly value: V | null;
  readonly fresh: boolean;
  readonly tier: 'memory' | 'redis';
  readonly createdAt: number;
  readonly softAt: number;
  readonly marks: EpochMarks;
}

/** What Redis says of a key. */
export interface Looked<V> {
  readonly found: Found<V> | undefined;
  /** What a fence compares; `undefined` where Redis was away, so that nothing may be written there. */
  readonly seen: string | Buffer | undefined;
  /** The server's time before the question was sent. */
  readonly serverTime: number | undefined;
  readonly bookmark: string | undefined;
}

export const NOTHING: Looked<never> = {
  found: undefined,
  seen: undefined,
  serverTime: undefined,
  bookmark: undefined,
};

export const outcomeOf = <V>({ found, seen }: Looked<V>): string => {
  if (found !== undefined) return found.fresh ? 'hit' : 'stale';
  return seen === undefined ? 'away' : 'miss';
};

export const outcomeOfMany = <V>(looked: readonly Looked<V>[]): string => {
  const outcomes = new Set(looked.map(outcomeOf));
  const [only = 'miss'] = outcomes;
  return outcomes.size <= 1 ? only : 'partial';
};
