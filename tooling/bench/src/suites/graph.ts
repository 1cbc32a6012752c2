import grafeo from '@grafeo-db/js';
import { openGraph } from '@graphkeep/graph';
import { defineGraph, defineNode } from '@graphkeep/models';
import neo4jDriver from 'neo4j-driver';
import { z } from 'zod';
import { defineSuite } from '../define-suite.ts';
import { atLeast } from '../goal.ts';
import { besideDriver, guard, neo4jAddress, runBare } from '../neo4j-bench.ts';

const READERS = 1_000;

const Reader = defineNode({
  label: 'Reader',
  key: 'readerId',
  naturalKey: true,
  shared: true,
  schema: z.object({ readerId: z.string(), name: z.string(), isActive: z.boolean(), level: z.int() }),
  unique: ['name'],
});
const readers = defineGraph(Reader);
const COLUMNS = Reader.fields.map(({ name }) => `n.${name} AS ${name}`).join(', ');
const GET = `MATCH (n:Reader) WHERE n.readerId = $key RETURN ${COLUMNS} LIMIT 1`;
const LIST = `MATCH (n:Reader) WHERE n.name >= $from RETURN ${COLUMNS} ORDER BY n.name LIMIT $limit`;

const keyOf = (index: number) => `reader-${String(index).padStart(4, '0')}`;
const rows = Array.from({ length: READERS }, (_, index) => ({
  readerId: keyOf(index),
  name: keyOf(index),
  isActive: true,
  level: index % 10,
}));
/** Every call takes the next one. */
const turns = () => {
  let turn = 0;
  return () => keyOf(turn++ % READERS);
};

/** The embedded engine's own handle on the same data. */
const openBare = async (stack: AsyncDisposableStack) => {
  const database = stack.adopt(grafeo.GrafeoDB.create(), (one) => one.close());
  await database.executeCypher('CREATE CONSTRAINT reader_id FOR (n:Reader) REQUIRE n.readerId IS UNIQUE');
  await database.executeCypher('CREATE INDEX reader_readerId FOR (n:Reader) ON (n.readerId)');
  await database.executeCypher(
    'UNWIND $rows AS row CREATE (n:Reader {readerId: row.readerId, name: row.name, isActive: row.isActive, level: row.level, createdAt: 1, updatedAt: 1})',
    { rows },
  );
  return { database, next: turns() };
};

/** The graph mapper against the drivers beneath it. */
export const graph = defineSuite({
  name: 'graph',
  setup: async ({ stack }) => {
    const beside = await besideDriver(stack, await neo4jAddress(), readers);
    const embedded = stack.adopt(await openGraph({ graph: readers, url: 'memory:', guard }), (one) =>
      one.close(),
    );
    for (const store of [embedded, beside.store]) await store.repo(Reader).upsertMany(rows);
    return {
      neo4j: { ...beside, next: turns() },
      embedded: { store: embedded, next: turns() },
      bare: await openBare(stack),
    };
  },
  benches: [
    {
      id: 'graph.get.neo4j',
      ours: {
        make:
          ({ neo4j: { store, next } }) =>
          () =>
            store.repo(Reader).get({ readerId: next() }),
      },
      against: {
        'bare driver': {
          goal: atLeast(0.9),
          promisesLess: 'no types, deadline or retry',
          make:
            ({ neo4j: { driver, next } }) =>
            () =>
              runBare(driver, 'READ', GET, { key: next() }),
        },
      },
    },
    {
      id: 'graph.list.neo4j',
      ours: {
        make:
          ({ neo4j: { store } }) =>
          () =>
            store.repo(Reader).find({ where: { name: { gte: 'reader-0100' } }, orderBy: { name: 'asc' } }),
      },
      against: {
        'bare driver': {
          goal: atLeast(0.85),
          promisesLess: 'no types, deadline, retry or cursor',
          make:
            ({ neo4j: { driver } }) =>
            () =>
              runBare(driver, 'READ', LIST, { from: 'reader-0100', limit: neo4jDriver.int(51) }),
        },
      },
    },
    {
      id: 'graph.get.embedded',
      ours: {
        make:
          ({ embedded: { store, next } }) =>
          () =>
            store.repo(Reader).get({ readerId: next() }),
      },
      against: {
        'bare engine': {
          goal: atLeast(0.9),
          promisesLess: 'no types, deadline or retry',
          make:
            ({ bare: { database, next } }) =>
            async () =>
              (await database.executeCypher(GET, { key: next() })).rows(),
        },
      },
    },
  ],
});
