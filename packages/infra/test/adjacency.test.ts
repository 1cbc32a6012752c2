import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Adjacency, AdjacencyBuilder, rowOf } from '../src/adjacency/adjacency.ts';
import { articulationPoints } from '../src/adjacency/articulation-points.ts';
import { blastRadius } from '../src/adjacency/blast-radius.ts';
import { componentsOf } from '../src/adjacency/components.ts';
import { cyclesOf } from '../src/adjacency/cycles.ts';
import { lookThrough } from '../src/adjacency/findings.ts';
import { greatest } from '../src/adjacency/greatest.ts';
import { KeyTable } from '../src/adjacency/key-table.ts';
import { longestChains } from '../src/adjacency/longest-chains.ts';

const outOf = (graph: Adjacency, node: number) => rowOf(graph.forward, node);
const inOf = (graph: Adjacency, node: number) => rowOf(graph.backward, node);
/** The numbers of what is cut. */
const cutsIn = (graph: Adjacency) =>
  [...articulationPoints(graph).keys()].filter((node) => articulationPoints(graph)[node] === 1);
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
    for (const other of [...outOf(graph, node), ...inOf(graph, node)]) if (other !== left) seen.add(other);
  return seen;
};
const dependsOn = (graph: Adjacency, from: number, to: number): boolean => {
  const seen = new Set(outOf(graph, from));
  for (const node of seen) for (const other of outOf(graph, node)) seen.add(other);
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
    expect([...outOf(graph, 0)]).toEqual([1, 2]);
    expect([...inOf(graph, 0)]).toEqual([2]);
    expect([...outOf(graph, 1)]).toEqual([]);
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
      expect(cutsIn(graph)).toEqual(expected);
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
          expect([...outOf(graph, node)]).toContain(path[(at + 1) % path.length]);
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
      const longest = (node: number): number => 1 + Math.max(0, ...[...outOf(graph, node)].map(longest));
      const expected = Math.max(...[...Array(size).keys()].map(longest));
      const [chain] = longestChains(graph, 1);
      expect(chain?.length ?? 1).toBe(expected);
      for (const [at, node] of (chain ?? []).slice(0, -1).entries())
        expect([...outOf(graph, node)]).toContain(chain?.[at + 1]);
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
    expect(articulationPoints(graph).reduce((sum, cut) => sum + cut, 0)).toBe(size - 2);
    expect(componentsOf(graph).count).toBe(size);
    expect(longestChains(graph, 1)[0]).toHaveLength(size);
  });
});

describe('a table of keys', () => {
  it('numbers texts in their order, whatever they hold, and knows each again', () => {
    const texts = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(texts, texts, (keys, others) => {
        const table = new KeyTable();
        expect(keys.map((key) => table.add(key))).toEqual([...keys.keys()]);
        for (const other of others)
          expect(table.numberOf(other)).toBe(keys.includes(other) ? keys.indexOf(other) : undefined);
        expect(keys.map((key) => table.add(key))).toEqual([...keys.keys()]);
        expect(keys.map((_, number) => table.keyOf(number))).toEqual(keys);
        expect(table.size).toBe(keys.length);
      }),
      { numRuns: 200, seed: 20_260_615 },
    );
  });

  it('grows', () => {
    const table = new KeyTable();
    for (let number = 0; number < 20_000; number++) table.add(`a-service-with-a-name-${number}`);
    expect(table.size).toBe(20_000);
    expect(table.numberOf('a-service-with-a-name-19999')).toBe(19_999);
    expect(table.keyOf(7)).toBe('a-service-with-a-name-7');
  });
});

it('the greatest come first, and the lesser number among equals', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 })), fc.integer({ min: 1, max: 12 }), (values, limit) => {
      const expected = [...values.keys()]
        .filter((number) => (values[number] ?? 0) > 0)
        .sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0) || one - other)
        .slice(0, limit);
      expect(greatest(Uint32Array.from(values), limit)).toEqual(expected);
    }),
    { numRuns: 500, seed: 20_260_615 },
  );
});

it('a large graph is looked through in a thread, and the same is found', { timeout: 30_000 }, async () => {
  const builder = new AdjacencyBuilder();
  const size = 12_000;
  for (let node = 0; node < size; node++) builder.edge(`n${node}`, `n${node + 1}`);
  builder.edge('n7', 'n5');
  const { graph, findings } = await lookThrough(builder, AbortSignal.timeout(25_000));
  expect([graph.size, graph.edges, graph.numberOf('n9'), graph.keyOf(9)]).toEqual([
    size + 1,
    size + 1,
    9,
    'n9',
  ]);
  expect(findings.cycles).toEqual([{ path: ['n5', 'n6', 'n7'], services: 3 }]);
  expect(findings.longestChains[0]?.slice(0, 2)).toEqual(['n0', 'n1']);
  expect(findings.articulation.length).toBe(500);
});
