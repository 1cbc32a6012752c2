import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cypher, type GraphStore, openGraph } from '@graphkeep/graph';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';
import { defineSuite, type ValueBench } from '../define-suite.ts';
import { percentile } from '../statistics.ts';

const Host = defineNode({
  label: 'Host',
  key: 'hostId',
  naturalKey: true,
  shared: true,
  schema: z.object({ hostId: z.string(), region: z.string(), load: z.int() }),
  relationships: { talksTo: { type: 'TALKS_TO', direction: 'out', to: 'Host' } },
});
const estate = defineGraph(Host);
type Estate = GraphStore<typeof estate>;

const LINKS = 10;
const CHUNK = 2_000;
const SAMPLES = 500;
const HOUR_MS = 3_600_000;
const keyOf = (index: number) => `host-${String(index).padStart(8, '0')}`;

interface Filled {
  readonly store: Estate;
  readonly reopenSeconds: number;
  readonly megabytes: number;
}

const open = (folder: string): Promise<Estate> =>
  openGraph({ graph: estate, url: `file:${folder}`, guard: { timeoutMs: HOUR_MS } });

/** Hosts that each talk to ten others, near ones and far ones, in a folder that was closed and opened again. */
const fill = async (stack: AsyncDisposableStack, nodes: number): Promise<Filled> => {
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-size-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const before = process.memoryUsage.rss();
  const first = await open(folder);
  for (let from = 0; from < nodes; from += CHUNK)
    await first.repo(Host).createMany(
      Array.from({ length: Math.min(CHUNK, nodes - from) }, (_, i) => ({
        hostId: keyOf(from + i),
        region: `region-${(from + i) % 20}`,
        load: (from + i) % 100,
      })),
    );
  for (let from = 0; from < nodes; from += CHUNK / LINKS) await link(first, from, nodes);
  await first.close();
  const began = performance.now();
  const store = stack.adopt(await open(folder), (one) => one.close());
  const reopenSeconds = (performance.now() - began) / 1_000;
  return { store, reopenSeconds, megabytes: (process.memoryUsage.rss() - before) / 2 ** 20 };
};

const link = async (store: Estate, from: number, nodes: number): Promise<void> => {
  const rows = Array.from({ length: CHUNK }, (_, i) => {
    const source = from + Math.floor(i / LINKS);
    return { from: keyOf(source), to: keyOf((source * 7 + (i % LINKS) * 7919 + 1) % nodes) };
  });
  await store.query(
    cypher`UNWIND ${rows} AS row MATCH (a:Host {hostId: row.from}) MATCH (b:Host {hostId: row.to}) CREATE (a)-[:TALKS_TO]->(b) RETURN count(a) AS made`,
    { rows: z.object({ made: z.int() }), writes: ['Host'] },
  );
};

/** Filled when it is first asked for: a filter leaves out the sizes that take long. */
type Sizes = (nodes: number) => Promise<Filled>;

const milliseconds = async (nodes: number, work: (hostId: string) => Promise<unknown>, samples = SAMPLES) => {
  const took: number[] = [];
  for (let i = 0; i < samples; i++) {
    const began = performance.now();
    await work(keyOf((i * 7_919) % nodes));
    took.push(performance.now() - began);
  }
  return percentile(took, 0.95);
};

const benchesOf = (nodes: number): ValueBench<Sizes>[] => {
  const name = nodes >= 1_000_000 ? `${nodes / 1_000_000}m` : `${nodes / 1_000}k`;
  const value = (id: string, unit: string, measure: (filled: Filled) => number | Promise<number>) => ({
    id: `graph.embedded.${name}.${id}`,
    unit,
    rounds: 1,
    measure: async (sizeOf: Sizes) => measure(await sizeOf(nodes)),
  });
  return [
    value('open', 's', ({ reopenSeconds }) => reopenSeconds),
    value('memory', 'MiB', ({ megabytes }) => megabytes),
    value('get', 'ms p95', ({ store }) => milliseconds(nodes, (hostId) => store.repo(Host).get({ hostId }))),
    value('include2', 'ms p95', ({ store }) =>
      milliseconds(nodes, (hostId) =>
        store.repo(Host).get({ hostId, include: { talksTo: { include: { talksTo: true } } } }),
      ),
    ),
    value('path', 'ms p95', ({ store }) =>
      milliseconds(
        nodes,
        (hostId) =>
          store
            .repo(Host)
            .paths({ from: { hostId }, to: { hostId: keyOf(1) }, through: ['talksTo'], maxDepth: 3 }),
        20,
      ),
    ),
    value('groupBy', 'ms', ({ store }) =>
      milliseconds(nodes, () => store.repo(Host).groupBy({ by: ['region'], count: true, avg: ['load'] }), 3),
    ),
    value('firstPage', 'ms p95', ({ store }) =>
      milliseconds(nodes, () => store.repo(Host).find({ limit: 50 }), 5),
    ),
  ];
};

const SIZES = [10_000, 100_000, 1_000_000];

/** The embedded engine as it grows: up to which size it is the right one. */
export const graphSizes = defineSuite<Sizes>({
  name: 'graph-sizes',
  stepDeadlineMs: HOUR_MS,
  setup: ({ stack }) => {
    const filled = new Map<number, Promise<Filled>>();
    return (nodes) => {
      const known = filled.get(nodes) ?? fill(stack, nodes);
      filled.set(nodes, known);
      return known;
    };
  },
  benches: SIZES.flatMap(benchesOf),
});
