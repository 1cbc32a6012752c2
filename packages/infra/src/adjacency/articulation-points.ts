import type { Links } from './adjacency.ts';

/**
 * 1 for each node without which some of the others would no longer be connected, whichever way they depend on each other
 * (Tarjan). By a stack of its own: a chain of a million nodes would be too deep for calls.
 */
export const articulationPoints = ({ size, forward, backward }: Links): Uint8Array => {
  const found = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const parent = new Int32Array(size).fill(-1);
  const next = new Uint32Array(size);
  const isCut = new Uint8Array(size);
  const stack: number[] = [];
  let time = 0;

  const neighbour = (node: number, place: number): number | undefined => {
    const start = forward.starts[node] ?? 0;
    const count = (forward.starts[node + 1] ?? 0) - start;
    if (place < count) return forward.targets[start + place];
    const at = (backward.starts[node] ?? 0) + place - count;
    return at < (backward.starts[node + 1] ?? 0) ? backward.targets[at] : undefined;
  };

  for (let root = 0; root < size; root++) {
    if (found[root] !== -1) continue;
    let branches = 0;
    found[root] = low[root] = time++;
    stack.push(root);
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const place = next[node] ?? 0;
      const other = neighbour(node, place);
      if (other !== undefined) {
        next[node] = place + 1;
        if (found[other] === -1) {
          parent[other] = node;
          found[other] = low[other] = time++;
          stack.push(other);
        } else if (other !== parent[node]) low[node] = Math.min(low[node] ?? 0, found[other] ?? 0);
        continue;
      }
      stack.pop();
      const above = parent[node] ?? -1;
      if (above === -1) continue;
      low[above] = Math.min(low[above] ?? 0, low[node] ?? 0);
      if (above === root) branches += 1;
      else if ((low[node] ?? 0) >= (found[above] ?? 0)) isCut[above] = 1;
    }
    if (branches > 1) isCut[root] = 1;
  }
  return isCut;
};
