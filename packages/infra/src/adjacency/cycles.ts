import { type Links, rowOf } from './adjacency.ts';
import { type Components, componentsOf } from './components.ts';

export interface Cycle {
  /** The shortest way round from its first; the last depends on the first. */
  readonly path: readonly number[];
  /** How many nodes depend on each other there in all. */
  readonly members: number;
}

/** One cycle of each knot of nodes that depend on each other, the largest knots first. */
export const cyclesOf = (
  graph: Links,
  limit: number,
  components: Components = componentsOf(graph),
): readonly Cycle[] => {
  const members = new Map<number, number[]>();
  const sizes = new Uint32Array(components.count);
  for (const component of components.of) sizes[component] = (sizes[component] ?? 0) + 1;
  for (const [node, component] of components.of.entries()) {
    if ((sizes[component] ?? 0) < 2) continue;
    const known = members.get(component);
    if (known) known.push(node);
    else members.set(component, [node]);
  }
  return [...members.values()]
    .sort((one, other) => other.length - one.length)
    .slice(0, limit)
    .map((nodes) => ({ path: wayRound(graph, components.of, nodes), members: nodes.length }));
};

/** Breadth first from its least node back to it, within the knot. */
const wayRound = (graph: Links, of: Int32Array, [start = 0]: readonly number[]): readonly number[] => {
  const before = new Int32Array(graph.size).fill(-1);
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? start;
    for (const other of rowOf(graph.forward, node)) {
      if (other === start) return pathTo(node, start, before);
      if (of[other] !== of[start] || before[other] !== -1) continue;
      before[other] = node;
      queue.push(other);
    }
  }
  throw new TypeError('A knot of nodes has no way round.');
};

const pathTo = (end: number, start: number, before: Int32Array): readonly number[] => {
  const path = [end];
  for (let node = end; node !== start; ) {
    node = before[node] ?? start;
    path.push(node);
  }
  return path.reverse();
};
