import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Adjacency, AdjacencyBuilder } from '../src/adjacency/adjacency.ts';
import { articulationPoints } from '../src/adjacency/articulation-points.ts';
import { blastRadius } from '../src/adjacency/blast-radius.ts';
import { componentsOf } from '../src/adjacency/components.ts';
import { cyclesOf } from '../src/adjacency/cycles.ts';
import { longestChains } from '../src/adjacency/longest-chains.ts';

type Edges = readonly (readonly [number, number])[];
const build = (size: number, edges: Edges): Adjacency => {
  const builder = new AdjacencyBuilder();
  for (let node = 0; node < size; node++) builder.node(`n${node}`);
  for (const [from, to] of edges) builder.edge(`n${from}`, `n${to}`);
  return builder.build();
};
const graphs = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc.tuple(
    fc.constant(size),
    fc.array(fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size - 1 })), {
      maxLength: 16,
    }),
  ),
);
const always = (check: (size: number, edges: Edges) => void) =>
  fc.assert(
    fc.property(graphs, ([size, edges]) => check(size, edges)),
    { numRuns: 500, seed: 20_260_615 },
  );

/** What can be reached, by trying. */
const reachable = (graph: Adjacency, start: number, left?: number): Set<number> => {
  const seen = new Set([start]);
  for (const node of seen)
    for (const other of [...graph.out(node), ...graph.in(node)]) if (other !== left) seen.add(other);
  return seen;
};
const dependsOn = (graph: Adjacency, from: number, to: number): boolean => {
  const seen = new Set(graph.out(from));
  for (const node of seen) for (const other of graph.out(node)) seen.add(other);
  return seen.has(to);
};

describe('an adjacency', () => {
  it('has each edge once, both ways', () => {
    const graph = build(3, [
      [0, 1],
      [0, 1],
      [1, 1],
      [2, 0],
      [0, 2],
    ]);
    expect([...graph.out(0)]).toEqual([1, 2]);
    expect([...graph.in(0)]).toEqual([2]);
    expect([...graph.out(1)]).toEqual([]);
    expect(graph).toMatchObject({ size: 3, edges: 3 });
    expect(graph.numberOf('n2')).toBe(2);
    expect(graph.numberOf('n3')).toBeUndefined();
  });

  it('tells those without whom others are cut off', () => {
    always((size, edges) => {
      const graph = build(size, edges);
      const expected = [...Array(size).keys()].filter((node) => {
        const others = [...reachable(graph, node)].filter((other) => other !== node);
        const [first] = others;
        return first !== undefined && reachable(graph, first, node).size < others.length;
      });
      expect(articulationPoints(graph)).toEqual(expected);
    });
  });

  it('tells which depend on each other, what comes after what, and a way round', () => {
    always((size, edges) => {
      const graph = build(size, edges);
      const components = componentsOf(graph);
      for (let one = 0; one < size; one++)
        for (let other = 0; other < size; other++) {
          const both = one === other || (dependsOn(graph, one, other) && dependsOn(graph, other, one));
          expect(components.of[one] === components.of[other]).toBe(both);
          if (!both && dependsOn(graph, one, other))
            expect(components.of[one]).toBeGreaterThan(components.of[other] ?? -1);
        }
      for (const { path, members } of cyclesOf(graph, 100)) {
        for (const [at, node] of path.entries())
          expect([...graph.out(node)]).toContain(path[(at + 1) % path.length]);
        expect(new Set(path).size).toBe(path.length);
        expect(members).toBeGreaterThanOrEqual(path.length);
      }
      const knots = new Set(
        [...components.of].filter((component, node) => components.of.indexOf(component) !== node),
      );
      expect(cyclesOf(graph, 100)).toHaveLength(knots.size);
    });
  });

  it('tells the longest chains where nothing goes round', () => {
    always((size, edges) => {
      const graph = build(
        size,
        edges.filter(([from, to]) => from < to),
      );
      const longest = (node: number): number => 1 + Math.max(0, ...[...graph.out(node)].map(longest));
      const expected = Math.max(...[...Array(size).keys()].map(longest));
      const [chain] = longestChains(graph, 1);
      expect(chain?.length ?? 1).toBe(expected);
      for (const [at, node] of (chain ?? []).slice(0, -1).entries())
        expect([...graph.out(node)]).toContain(chain?.[at + 1]);
    });
  });

  it('tells what fails with a node, and how far away', () => {
    const graph = build(6, [
      [1, 0],
      [2, 1],
      [3, 1],
      [0, 3],
      [4, 5],
    ]);
    expect(blastRadius(graph, 0, 10)).toEqual([
      { node: 1, depth: 1 },
      { node: 2, depth: 2 },
      { node: 3, depth: 2 },
    ]);
    expect(blastRadius(graph, 0, 1)).toHaveLength(1);
    expect(blastRadius(graph, 4, 10)).toEqual([]);
  });

  it('bears chains that no stack of calls would', () => {
    const size = 50_000;
    const graph = build(
      size,
      Array.from({ length: size - 1 }, (_, node) => [node, node + 1] as const),
    );
    expect(articulationPoints(graph)).toHaveLength(size - 2);
    expect(componentsOf(graph).count).toBe(size);
    expect(longestChains(graph, 1)[0]).toHaveLength(size);
  });
});
