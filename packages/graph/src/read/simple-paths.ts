import type { Passage } from './walk.ts';

/** A way from one node to another: what was walked over, in its order. Where they are one node it is empty. */
export type Way = readonly Passage[];

/** The ways that visit no node twice, the shortest first. */
export const simplePaths = (
  passages: readonly Passage[],
  from: string,
  to: string,
  { maxDepth, limit, shortestOnly }: { maxDepth: number; limit: number; shortestOnly: boolean },
): readonly Way[] => {
  if (from === to) return [[]];
  const onward = Map.groupBy(passages, (passage) => passage.from.id);
  const distances = distancesTo(to, passages);
  const shortest = distances.get(from);
  if (shortest === undefined) return [];
  const found: Way[] = [];
  const longest = shortestOnly ? shortest : maxDepth;
  for (let length = shortest; length <= longest && found.length < limit; length++)
    collect(onward, distances, to, length, limit, found, [], from, new Set([from]));
  return found;
};

const collect = (
  onward: ReadonlyMap<string, readonly Passage[]>,
  distances: ReadonlyMap<string, number>,
  to: string,
  left: number,
  limit: number,
  found: Way[],
  way: readonly Passage[],
  at: string,
  visited: Set<string>,
): void => {
  for (const passage of onward.get(at) ?? []) {
    if (found.length >= limit) return;
    const next = passage.to.id;
    // What is too far from the end to be part of a way of this length is not tried.
    if (visited.has(next) || (distances.get(next) ?? Number.POSITIVE_INFINITY) > left - 1) continue;
    if (next === to) {
      if (left === 1) found.push([...way, passage]);
      continue;
    }
    visited.add(next);
    collect(onward, distances, to, left - 1, limit, found, [...way, passage], next, visited);
    visited.delete(next);
  }
};

/** How many steps each node is from the end, against the direction of the walk. */
const distancesTo = (to: string, passages: readonly Passage[]): ReadonlyMap<string, number> => {
  const backward = Map.groupBy(passages, (passage) => passage.to.id);
  const distances = new Map([[to, 0]]);
  let frontier = [to];
  for (let distance = 1; frontier.length > 0; distance++) {
    const next: string[] = [];
    for (const id of frontier)
      for (const { from } of backward.get(id) ?? [])
        if (!distances.has(from.id)) {
          distances.set(from.id, distance);
          next.push(from.id);
        }
    frontier = next;
  }
  return distances;
};
