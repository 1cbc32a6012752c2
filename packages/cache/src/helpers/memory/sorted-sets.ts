import type { Scored, SortedSets } from '../store.ts';
import { type Space, textBytes } from './space.ts';

class Scores {
  readonly scores = new Map<string, number>();
}

/** Sorted at each read: the in-process store is for small sets. */
export const memorySortedSets = (space: Space): SortedSets => {
  const sorted = (key: string): Scored[] =>
    [...(space.read(key, Scores)?.scores ?? [])]
      .map(([member, score]) => ({ member, score }))
      .sort((a, b) => a.score - b.score || (a.member < b.member ? -1 : 1));
  const put = (key: string, member: string, score: number): void => {
    const isKnown = space.read(key, Scores)?.scores.has(member) === true;
    space.grow(key, Scores, isKnown ? 0 : textBytes(member)).scores.set(member, score);
  };
  const remove = (key: string, members: readonly string[]): number => {
    const set = space.read(key, Scores);
    const removed = members.filter((member) => set?.scores.delete(member) === true);
    for (const member of removed) space.shrink(key, textBytes(member));
    if (set?.scores.size === 0) space.remove(key);
    return removed.length;
  };
  return {
    async set(key, entries, ttlMs) {
      for (const { member, score } of entries) put(key, member, score);
      if (ttlMs !== undefined && (space.leftMs(key) ?? 0) < ttlMs) space.expire(key, ttlMs);
    },
    async add(key, member, by) {
      const score = (space.read(key, Scores)?.scores.get(member) ?? 0) + by;
      put(key, member, score);
      return score;
    },
    remove: async (key, members) => remove(key, members),
    score: async (key, member) => space.read(key, Scores)?.scores.get(member),
    async rank(key, member, descending) {
      const all = descending ? sorted(key).reverse() : sorted(key);
      const rank = all.findIndex((entry) => entry.member === member);
      return rank === -1 ? undefined : rank;
    },
    async range(key, { min, max, descending, offset, limit }) {
      const within = sorted(key).filter(({ score }) => score >= min && score <= max);
      return (descending ? within.reverse() : within).slice(offset, offset + limit);
    },
    async removeRange(key, min, max) {
      const within = sorted(key).filter(({ score }) => score >= min && score <= max);
      return remove(
        key,
        within.map(({ member }) => member),
      );
    },
    size: async (key) => space.read(key, Scores)?.scores.size ?? 0,
  };
};
