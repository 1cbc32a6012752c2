import { type Links, rowOf } from './adjacency.ts';

export interface Reached {
  readonly node: number;
  /** How many steps away. */
  readonly depth: number;
}

/** All that depends on a node, directly or through others, the nearest first. */
export const blastRadius = (graph: Links, start: number, maxDepth: number): readonly Reached[] => {
  const seen = new Uint8Array(graph.size);
  seen[start] = 1;
  const reached: Reached[] = [];
  let ring = [start];
  for (let depth = 1; depth <= maxDepth && ring.length > 0; depth++) {
    const next: number[] = [];
    for (const node of ring)
      for (const other of rowOf(graph.backward, node)) {
        if (seen[other] === 1) continue;
        seen[other] = 1;
        next.push(other);
        reached.push({ node: other, depth });
      }
    ring = next;
  }
  return reached;
};
