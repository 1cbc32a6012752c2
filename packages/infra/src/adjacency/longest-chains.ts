import type { Links } from './adjacency.ts';
import { type Components, componentsOf } from './components.ts';
import { greatest } from './greatest.ts';

/**
 * The longest chains of dependencies, the longest first, no two from the same beginning. Nodes that depend on each other in a
 * circle count as one link: the chain names one of them.
 */
export const longestChains = (
  graph: Links,
  limit: number,
  components: Components = componentsOf(graph),
): readonly (readonly number[])[] => {
  const { of, count } = components;
  const depth = new Uint32Array(count).fill(1);
  const nextNode = new Int32Array(count).fill(-1);
  const entry = new Int32Array(count).fill(-1);
  const { starts, targets } = graph.forward;
  // What a component depends on has a smaller number, and is done already.
  for (const node of byComponent(of, count)) {
    const mine = of[node] ?? 0;
    if (entry[mine] === -1) entry[mine] = node;
    for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at++) {
      const other = targets[at] ?? 0;
      const theirs = of[other] ?? 0;
      if (theirs === mine || (depth[theirs] ?? 0) + 1 <= (depth[mine] ?? 0)) continue;
      depth[mine] = (depth[theirs] ?? 0) + 1;
      nextNode[mine] = other;
      entry[mine] = node;
    }
  }
  const chained = depth.map((length) => (length > 1 ? length : 0));
  return greatest(chained, limit).map((component) => {
    const chain: number[] = [];
    for (let at = component; at !== -1; ) {
      chain.push(entry[at] ?? 0);
      const next = nextNode[at] ?? -1;
      at = next === -1 ? -1 : (of[next] ?? -1);
    }
    return chain;
  });
};

/** The nodes in the order of their components, by counting. */
const byComponent = (of: Int32Array, count: number): Uint32Array => {
  const next = new Uint32Array(count + 1);
  for (const component of of) next[component + 1] = (next[component + 1] ?? 0) + 1;
  for (let component = 1; component <= count; component++)
    next[component] = (next[component] ?? 0) + (next[component - 1] ?? 0);
  const nodes = new Uint32Array(of.length);
  for (let node = 0; node < of.length; node++) {
    const component = of[node] ?? 0;
    const place = next[component] ?? 0;
    nodes[place] = node;
    next[component] = place + 1;
  }
  return nodes;
};
