import { secretOf } from '@graphkeep/core';
import { exportGraph, type GraphStore, importGraph, openGraph } from '@graphkeep/graph';
import { defineGraph, defineNode } from '@graphkeep/models';
import { testNeo4j } from '@graphkeep/services';
import { z } from 'zod';
import { collectGarbage } from '../collect-garbage.ts';
import { defineSuite } from '../define-suite.ts';
import { atMost } from '../goal.ts';

const Reading = defineNode({
  label: 'BenchReading',
  key: 'readingId',
  naturalKey: true,
  shared: true,
  schema: z.object({
    readingId: z.string(),
    sensor: z.string(),
    value: z.number(),
    count: z.int(),
    at: z.date(),
    tags: z.array(z.string()),
  }),
});
const graph = defineGraph(Reading);
type Store = GraphStore<typeof graph>;

const guard = { timeoutMs: 60_000 };
const MIB = 2 ** 20;
const at = new Date(0).toISOString();

/** As many readings as an export would have them. */
function* exportOf(header: string, count: number): Generator<string> {
  yield header;
  for (let index = 0; index < count; index++)
    yield JSON.stringify({
      node: Reading.label,
      values: {
        readingId: `r${String(index).padStart(8, '0')}`,
        sensor: `sensor ${index % 100}`,
        value: index / 3,
        count: index,
        at,
        tags: ['a', 'b'],
        createdAt: at,
        updatedAt: at,
      },
    });
  yield JSON.stringify({ end: { nodes: count, links: 0 } });
}

const fill = async (store: Store, count: number): Promise<void> => {
  const { value: header } = await exportGraph(store, graph).next();
  await importGraph(store, graph, exportOf(header ?? '', count));
};

/** How far the memory of this process rises above where it was, while all rows go by. */
const peakOf = async (store: Store, count: number): Promise<number> => {
  collectGarbage();
  const base = process.memoryUsage.rss();
  let peak = base;
  let rows = 0;
  for await (const { count: index } of store.repo(Reading).stream({ chunk: 1_000 })) {
    if (index !== rows++) throw new Error(`Row ${rows} is another: ${index}.`);
    if (rows % 1_000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  if (rows !== count) throw new Error(`${rows} of ${count} rows came.`);
  return (peak - base) / MIB;
};

/** The memory of a stream over very many rows. */
export const graphStream = defineSuite({
  name: 'graph-stream',
  // Two million nodes are written first.
  stepDeadlineMs: 1_800_000,
  setup: async ({ stack, quick }) => {
    const count = quick ? 50_000 : 1_000_000;
    const address = await testNeo4j({ isolated: true });
    if (!address) throw new Error('Neo4j cannot be had here: see tooling/services/README.md.');
    const { username, password } = address;
    const open = async (url: string) => {
      const neo4j = { username, password: secretOf(password) };
      const store = stack.adopt(await openGraph({ graph, url, neo4j, guard }), (one) => one.close());
      await fill(store, count);
      return store;
    };
    return { neo4j: await open(address.url), embedded: await open('memory:'), count };
  },
  benches: [
    {
      id: 'graph.stream.neo4j',
      unit: 'MiB more',
      rounds: 1,
      goal: atMost(64),
      measure: ({ neo4j, count }) => peakOf(neo4j, count),
    },
    {
      id: 'graph.stream.embedded',
      unit: 'MiB more',
      rounds: 1,
      goal: atMost(64),
      measure: ({ embedded, count }) => peakOf(embedded, count),
    },
  ],
});
