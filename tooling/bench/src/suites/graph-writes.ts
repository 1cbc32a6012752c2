/// <reference types="revalidator" preserve="true" />
import { monitorEventLoopDelay } from 'node:perf_hooks';
import grafeo from '@grafeo-db/js';
import { type GraphStore, openGraph } from '@graphkeep/graph';
import { defineGraph, defineNode } from '@graphkeep/models';
import type { Neo4jAddress } from '@graphkeep/services';
import neo4jDriver, { type Driver } from 'neo4j-driver';
import { ModelFactory, Neogma } from 'neogma';
import { z } from 'zod';
import { defineSuite } from '../define-suite.ts';
import { atLeast, atMost } from '../goal.ts';
import { besideDriver, guard, neo4jAddress, runBare } from '../neo4j-bench.ts';

const ROWS = 10_000;
const NEOGMA_ROWS = 8_000;
const MERGED = 500;
const LABELLED = 10_000;

const Item = defineNode({
  label: 'BenchItem',
  key: 'itemId',
  naturalKey: true,
  shared: true,
  schema: z.object({
    itemId: z.string(),
    name: z.string(),
    kind: z.string(),
    note: z.string(),
    weight: z.number(),
    price: z.number(),
    active: z.boolean(),
    tags: z.array(z.string()),
  }),
  relationships: { next: { type: 'BENCH_NEXT', direction: 'out', to: 'BenchItem' } },
});
const graph = defineGraph(Item);
type Store = GraphStore<typeof graph>;
type Row = z.output<(typeof Item)['schema']>;

const keyOf = (i: number) => `item-${String(i).padStart(9, '0')}`;

/** Rows from a number on. No call repeats the values of another, so that each has something to write. */
const rowsFrom = (from: number, count: number, turn: number): Row[] =>
  Array.from({ length: count }, (_, i) => ({
    itemId: keyOf(from + i),
    name: `item ${from + i} in turn ${turn}`,
    kind: `kind ${i % 20}`,
    note: 'a text of some length, as it is found in real data',
    weight: i + 0.5,
    price: turn + 0.25,
    active: i % 2 === 0,
    tags: ['new', 'small'],
  }));

/** Half of the rows of each call are new, half change what the call before it has made. */
const mixedRows = () => {
  let turn = 0;
  return (): Row[] => {
    turn += 1;
    return rowsFrom((turn * ROWS) / 2, ROWS, turn);
  };
};

const BY_HAND =
  'UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.itemId}) ON CREATE SET n += row, n.createdAt = $now, n.updatedAt = $now ON MATCH SET n += row, n.updatedAt = $now RETURN count(n) AS count';
const RELATE_BY_HAND =
  'UNWIND $rows AS row MATCH (a:BenchItem {itemId: row.from}) MATCH (b:BenchItem {itemId: row.to}) MERGE (a)-[r:BENCH_NEXT]->(b) RETURN count(r) AS count';

const run = (driver: Driver, text: string, params: object = {}) => runBare(driver, 'WRITE', text, params);

/** In pieces: one transaction of all would not fit into the memory of a small server. */
const clear = async (driver: Driver, label: string): Promise<void> => {
  let deleted = 1;
  while (deleted > 0) {
    const [row] = await run(
      driver,
      `MATCH (n:${label}) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS count`,
    );
    deleted = Number(row?.['count'] ?? 0);
  }
};

const openNeo4j = async (stack: AsyncDisposableStack, address: Neo4jAddress) => {
  const { driver, store } = await besideDriver(stack, address, graph);
  await clear(driver, Item.label);
  stack.defer(() => clear(driver, Item.label));
  return { driver, store };
};

const openNeogma = (stack: AsyncDisposableStack, { url, username, password }: Neo4jAddress) => {
  const neogma = new Neogma({ url, username, password });
  stack.defer(() => neogma.driver.close());
  const any = { type: 'any', required: false } as const;
  return ModelFactory<Record<string, string | number | boolean | string[]>, object>(
    {
      label: Item.label,
      primaryKeyField: 'itemId',
      schema: Object.fromEntries(Item.fields.map(({ name }) => [name, any])),
    },
    neogma,
  );
};

/** Two labels of the same nodes; one has a constraint on its key. That it is used stands in the plan, or the suite stops. */
const fillLabels = async (driver: Driver, stack: AsyncDisposableStack): Promise<void> => {
  await run(driver, 'CREATE CONSTRAINT bench_with IF NOT EXISTS FOR (n:BenchWith) REQUIRE n.key IS UNIQUE');
  for (const [label, operator] of [
    ['BenchWith', 'NodeUniqueIndexSeek'],
    ['BenchWithout', 'NodeByLabelScan'],
  ] as const) {
    await clear(driver, label);
    stack.defer(() => clear(driver, label));
    await run(driver, `UNWIND range(1, ${LABELLED}) AS i CREATE (:${label} {key: toString(i)})`);
    const { plan } = (await driver.executeQuery(`EXPLAIN ${mergeOf(label)}`, { keys: [] })).summary;
    if (!JSON.stringify(plan).includes(operator))
      throw new Error(`MERGE on ${label} is not planned by ${operator}: ${JSON.stringify(plan)}`);
  }
};
const mergeOf = (label: string): string =>
  `UNWIND $keys AS key MERGE (n:${label} {key: key}) SET n.seen = true RETURN count(n) AS count`;

const mergeExisting = (driver: Driver, label: string) => {
  const keys = Array.from({ length: MERGED }, (_, i) => String(i * 7 + 1));
  return () => run(driver, mergeOf(label), { keys });
};

const openBare = async (stack: AsyncDisposableStack) => {
  const database = stack.adopt(grafeo.GrafeoDB.create(), (one) => one.close());
  await database.executeCypher('CREATE CONSTRAINT item_id FOR (n:BenchItem) REQUIRE n.itemId IS UNIQUE');
  await database.executeCypher('CREATE INDEX item_key FOR (n:BenchItem) ON (n.itemId)');
  return database;
};

const pairRows = () => {
  let turn = 0;
  return () => {
    turn += 1;
    return Array.from({ length: ROWS }, (_, i) => ({ from: keyOf(i), to: keyOf((i + turn) % ROWS) }));
  };
};

/** The longest that the event loop stood still while the rows were written. */
const longestBlock = async (store: Store): Promise<number> => {
  const rows = rowsFrom(0, 20_000, performance.now());
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await store.repo(Item).upsertMany(rows);
  delay.disable();
  return delay.max / 1e6;
};

/** Writes of many rows: against statements written by hand, and against neogma. */
export const graphWrites = defineSuite({
  name: 'graph-writes',
  setup: async ({ stack }) => {
    const address = await neo4jAddress();
    const neo4j = await openNeo4j(stack, address);
    await fillLabels(neo4j.driver, stack);
    const embedded = stack.adopt(await openGraph({ graph, url: 'memory:', guard }), (one) => one.close());
    return { neo4j, embedded, bare: await openBare(stack), neogma: openNeogma(stack, address) };
  },
  benches: [
    {
      id: 'graph.upsertMany.neo4j',
      unit: 'rows/s',
      perCall: ROWS,
      ours: {
        beforeRound: ({ neo4j: { driver } }) => clear(driver, Item.label),
        make: ({ neo4j: { store } }) => {
          const rows = mixedRows();
          return () => store.repo(Item).upsertMany(rows());
        },
      },
      against: {
        'UNWIND MERGE by hand': {
          goal: atLeast(0.9),
          promisesLess: 'rows are not checked, nothing is left alone or counted',
          beforeRound: ({ neo4j: { driver } }) => clear(driver, Item.label),
          make: ({ neo4j: { driver } }) => {
            const rows = mixedRows();
            return () => run(driver, BY_HAND, { rows: rows(), now: neo4jNow() });
          },
        },
      },
    },
    {
      id: 'graph.upsertMany.neogma',
      unit: 'rows/s',
      perCall: NEOGMA_ROWS,
      ours: {
        beforeRound: ({ neo4j: { driver } }) => clear(driver, Item.label),
        make: ({ neo4j: { store } }) => {
          let turn = 0;
          return () => store.repo(Item).upsertMany(rowsFrom(NEOGMA_ROWS * turn++, NEOGMA_ROWS, 0));
        },
      },
      against: {
        'neogma createMany': {
          goal: atLeast(10),
          promisesLess: 'no upsert',
          beforeRound: ({ neo4j: { driver } }) => clear(driver, Item.label),
          make: ({ neogma }) => {
            let turn = 0;
            return () => neogma.createMany(rowsFrom(NEOGMA_ROWS * turn++, NEOGMA_ROWS, 0));
          },
        },
      },
    },
    {
      id: 'graph.relateMany.neo4j',
      unit: 'relationships/s',
      perCall: ROWS,
      ours: {
        make: async ({ neo4j: { store } }) => {
          await store.repo(Item).upsertMany(rowsFrom(0, ROWS, 0));
          const pairs = pairRows();
          return () =>
            store.repo(Item).relateMany(
              'next',
              pairs().map(({ from, to }) => ({ from: { itemId: from }, to: { itemId: to } })),
            );
        },
      },
      against: {
        'UNWIND MERGE by hand': {
          goal: atLeast(0.9),
          promisesLess: 'keys are not checked, missing pairs not found',
          make: ({ neo4j: { driver } }) => {
            const pairs = pairRows();
            return () =>
              run(driver, RELATE_BY_HAND, { rows: pairs().map(({ from, to }) => ({ from: to, to: from })) });
          },
        },
      },
    },
    {
      id: 'graph.mergeWithConstraint.neo4j',
      unit: 'rows/s',
      perCall: MERGED,
      ours: {
        name: 'with constraint: NodeUniqueIndexSeek',
        make: ({ neo4j: { driver } }) => mergeExisting(driver, 'BenchWith'),
      },
      against: {
        'without: NodeByLabelScan': {
          goal: atLeast(10),
          promisesLess: 'two writers may make two nodes of one key',
          make: ({ neo4j: { driver } }) => mergeExisting(driver, 'BenchWithout'),
        },
      },
    },
    {
      id: 'graph.upsertMany.embedded',
      unit: 'rows/s',
      perCall: ROWS,
      ours: {
        beforeRound: ({ embedded }) => embedded.repo(Item).removeMany({}, { all: true }),
        make: ({ embedded }) => {
          const rows = mixedRows();
          return () => embedded.repo(Item).upsertMany(rows());
        },
      },
      against: {
        'UNWIND MERGE by hand': {
          goal: atLeast(0.85),
          promisesLess: 'rows are not checked, nothing is left alone or counted; the event loop stands still',
          beforeRound: ({ bare }) => bare.executeCypher('MATCH (n:BenchItem) DETACH DELETE n'),
          make: ({ bare }) => {
            const rows = mixedRows();
            return () => bare.executeCypher(BY_HAND, { rows: rows(), now: Date.now() });
          },
        },
      },
    },
    {
      id: 'graph.upsertMany.embedded.block',
      unit: 'ms',
      goal: atMost(50),
      measure: ({ embedded }) => longestBlock(embedded),
    },
  ],
});

const neo4jNow = () => neo4jDriver.types.DateTime.fromStandardDate(new Date());
