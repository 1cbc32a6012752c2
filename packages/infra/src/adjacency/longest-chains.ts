import type { Adjacency } from './adjacency.ts';
import { type Components, componentsOf } from './components.ts';

/**
 * The longest chains of dependencies, the longest first, no two from the same beginning. Nodes that depend on each other in a
 * circle count as one link: the chain names one of them.
 */
export const longestChains = (
  graph: Adjacency,
  limit: number,
  components: Components = componentsOf(graph),
): readonly (readonly number[])[] => {
  const { of, count } = components;
  const depth = new Uint32Array(count).fill(1);
  const nextNode = new Int32Array(count).fill(-1);
  const entry = new Int32Array(count).fill(-1);
  const nodes = [...of.keys()].sort((one, other) => (of[one] ?? 0) - (of[other] ?? 0));
  // What a component depends on has a smaller number, and is done already.
  for (const node of nodes) {
    const mine = of[node] ?? 0;
    if (entry[mine] === -1) entry[mine] = node;
    for (const other of graph.out(node)) {
      const theirs = of[other] ?? 0;
      if (theirs === mine || (depth[theirs] ?? 0) + 1 <= (depth[mine] ?? 0)) continue;
      depth[mine] = (depth[theirs] ?? 0) + 1;
      nextNode[mine] = other;
      entry[mine] = node;
    }
  }
  return [...depth.keys()]
    .filter((component) => (depth[component] ?? 0) > 1)
    .sort((one, other) => (depth[other] ?? 0) - (depth[one] ?? 0) || one - other)
    .slice(0, limit)
    .map((component) => {
      const chain: number[] = [];
      for (let at = component; at !== -1; ) {
        chain.push(entry[at] ?? 0);
        const next = nextNode[at] ?? -1;
        at = next === -1 ? -1 : (of[next] ?? -1);
      }
      return chain;
    });
};
