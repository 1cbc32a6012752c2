import type { Links } from './adjacency.ts';

/** By its number, the component of each node: those that depend on each other in a circle are of one. */
export interface Components {
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * Strongly connected components (Tarjan, by a stack of its own). A component has a greater number than all that it depends on, so
 * that their numbers are an order in which to add things up.
 */
export const componentsOf = ({ size, forward: { starts, targets } }: Links): Components => {
  const found = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const of = new Int32Array(size).fill(-1);
  const next = new Uint32Array(size);
  const path: number[] = [];
  const calls: number[] = [];
  let time = 0;
  let count = 0;
  const enter = (node: number): void => {
    found[node] = low[node] = time++;
    path.push(node);
    calls.push(node);
  };

  for (let root = 0; root < size; root++) {
    if (found[root] !== -1) continue;
    enter(root);
    for (let node = calls.at(-1); node !== undefined; node = calls.at(-1)) {
      const place = next[node] ?? 0;
      const at = (starts[node] ?? 0) + place;
      if (at < (starts[node + 1] ?? 0)) {
        const other = targets[at] ?? 0;
        next[node] = place + 1;
        if (found[other] === -1) enter(other);
        else if (of[other] === -1) low[node] = Math.min(low[node] ?? 0, found[other] ?? 0);
        continue;
      }
      calls.pop();
      const above = calls.at(-1);
      if (above !== undefined) low[above] = Math.min(low[above] ?? 0, low[node] ?? 0);
      if (low[node] !== found[node]) continue;
      for (let member = path.pop(); member !== undefined; member = path.pop()) {
        of[member] = count;
        if (member === node) break;
      }
      count += 1;
    }
  }
  return { of, count };
};
