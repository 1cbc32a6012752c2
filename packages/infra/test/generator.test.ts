import { createSchema } from '@graphkeep/models';
import { infraGraph } from '@graphkeep/models/infra';
import { describe, expect, it } from 'vitest';
import { type Adjacency, AdjacencyBuilder, degreeOf } from '../src/adjacency/adjacency.ts';
import { articulationPoints } from '../src/adjacency/articulation-points.ts';
import { cyclesOf } from '../src/adjacency/cycles.ts';
import { longestChains } from '../src/adjacency/longest-chains.ts';
import { type Estate, estateOf } from '../src/generator/estate.ts';

const adjacencyOf = (estate: Estate): Adjacency => {
  const builder = new AdjacencyBuilder();
  for (const { label, node } of estate.nodes()) if (label === 'Service') builder.node(node.serviceId);
  for (const { type, from, to } of estate.links()) if (type === 'DEPENDS_ON') builder.edge(from[1], to[1]);
  return builder.build();
};
const keysOf = (graph: Adjacency, nodes: readonly number[]) => nodes.map((node) => graph.keyOf(node));
const cutsIn = (graph: Adjacency): readonly number[] =>
  [...articulationPoints(graph).entries()].filter(([, cut]) => cut === 1).map(([node]) => node);

describe('an estate', () => {
  it('is the same for the same number, and another for another', () => {
    const text = (seed: number) =>
      JSON.stringify([...estateOf({ seed }).nodes(), ...estateOf({ seed }).links()]);
    expect(text(7)).toBe(text(7));
    expect(text(7)).not.toBe(text(8));
  });

  it('fits its definitions, and joins what there is', () => {
    const estate = estateOf({ seed: 3, services: 63, dependencies: 4 });
    const keys = new Set<string>();
    for (const { label, node } of estate.nodes()) {
      const definition = infraGraph[label];
      expect(createSchema(definition).safeParse(node)).toMatchObject({ success: true });
      const key = `${label} ${String(Reflect.get(node, definition.key))}`;
      expect(keys).not.toContain(key);
      keys.add(key);
    }
    for (const { from, relationship, to, type } of estate.links()) {
      expect(keys).toContain(from.join(' '));
      expect(keys).toContain(to.join(' '));
      const { type: types } = infraGraph[from[0]].relationships[relationship as never] as {
        type: string | string[];
      };
      expect([types].flat()).toContain(type);
    }
  });

  it.each([2, 10, 40, 64, 1_000])('of %i services has no fault, where none was planted', (services) => {
    const graph = adjacencyOf(estateOf({ services, faults: false }));
    expect(graph.size).toBe(services);
    expect(cutsIn(graph)).toEqual([]);
    expect(cyclesOf(graph, 10)).toEqual([]);
    expect(
      Math.max(...Array.from({ length: services }, (_, node) => degreeOf(graph.backward, node))),
    ).toBeLessThan(3);
    expect(longestChains(graph, 1)[0]?.length ?? 0).toBeLessThanOrEqual(5);
  });

  it('has what was planted', () => {
    const estate = estateOf({ services: 40 });
    const { planted } = estate;
    const graph = adjacencyOf(estate);
    expect(keysOf(graph, cutsIn(graph))).toEqual(expect.arrayContaining([...planted.articulation]));
    expect(cutsIn(graph)).toHaveLength(planted.articulation.length);
    const [cycle] = cyclesOf(graph, 10);
    expect(keysOf(graph, cycle?.path ?? [])).toEqual(planted.cycles[0]);
    expect(keysOf(graph, longestChains(graph, 1)[0] ?? [])).toEqual(planted.chains[0]);
    for (const { serviceId, dependents } of planted.hubs)
      expect(degreeOf(graph.backward, graph.numberOf(serviceId) ?? -1)).toBe(dependents);
  });

  it('of a hundred thousand services is told without being held', () => {
    let nodes = 0;
    for (const _ of estateOf({ services: 100_000 }).nodes()) nodes += 1;
    expect(nodes).toBeGreaterThan(350_000);
  });
});
