/// <reference types="revalidator" preserve="true" />
import { id } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import type { Neo4jAddress } from '@graphkeep/services';
import neo4jDriver, { type Driver } from 'neo4j-driver';
import { ModelFactory, type ModelRelatedNodesI, Neogma, type NeogmaInstance, type NeogmaModel } from 'neogma';
import { z } from 'zod';
import { defineSuite } from '../define-suite.ts';
import { atLeast } from '../goal.ts';
import { besideDriver, neo4jAddress, runBare } from '../neo4j-bench.ts';

const WRITERS = 20_000;
const HYDRATED = 20_000;
const KEYS = 100;
const CHUNK = 5_000;

const Writer = defineNode({
  label: 'Writer',
  key: 'writerId',
  shared: true,
  schema: z.object({
    writerId: id('wri'),
    ...Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`text${i}`, z.string()])),
    ...Object.fromEntries(Array.from({ length: 2 }, (_, i) => [`number${i}`, z.int()])),
  }),
  relationships: { works: { type: 'WROTE', direction: 'out', to: 'Work' } },
});
const Work = defineNode({
  label: 'Work',
  key: 'workId',
  shared: true,
  schema: z.object({ workId: id('wrk'), title: z.string() }),
});
const library = defineGraph(Writer, Work);

const names = Writer.fields.map(({ name }) => name);
const columns = names.map((name) => `n.${name} AS ${name}`).join(', ');
const keyOf = (prefix: string, i: number) => `${prefix}_${String(i).padStart(26, '0')}`;

/** Writers with one work each, written by hand: the writes are not what is measured here. */
const fill = async (driver: Driver): Promise<void> => {
  for (let from = 0; from < WRITERS; from += CHUNK) {
    const rows = Array.from({ length: CHUNK }, (_, i) => ({
      workId: keyOf('wrk', from + i),
      values: {
        writerId: keyOf('wri', from + i),
        ...Object.fromEntries(Array.from({ length: 7 }, (_, j) => [`text${j}`, `text ${j} of ${from + i}`])),
        ...Object.fromEntries(Array.from({ length: 2 }, (_, j) => [`number${j}`, neo4jDriver.int(from + i)])),
      },
    }));
    await driver.executeQuery(
      `UNWIND $rows AS row CREATE (n:Writer) SET n = row.values, n.createdAt = datetime(), n.updatedAt = datetime()
       CREATE (n)-[:WROTE]->(:Work {workId: row.workId, title: row.workId, createdAt: datetime(), updatedAt: datetime()})`,
      { rows },
    );
  }
};

type Loose = Record<string, string>;
type LooseModel = NeogmaModel<
  Loose,
  { works: ModelRelatedNodesI<NeogmaModel<Loose, object>, NeogmaInstance<Loose, object>> }
>;

const openNeogma = (stack: AsyncDisposableStack, { url, username, password }: Neo4jAddress): LooseModel => {
  const neogma = new Neogma({ url, username, password });
  stack.defer(() => neogma.driver.close());
  const any = { type: 'any', required: false } as const;
  const schemaOf = (fields: readonly string[]) => Object.fromEntries(fields.map((name) => [name, any]));
  const work = ModelFactory<Loose, object>(
    {
      label: 'Work',
      primaryKeyField: 'workId',
      schema: schemaOf(['workId', 'title', 'createdAt', 'updatedAt']),
    },
    neogma,
  );
  return ModelFactory<
    Loose,
    { works: ModelRelatedNodesI<NeogmaModel<Loose, object>, NeogmaInstance<Loose, object>> }
  >(
    {
      label: 'Writer',
      primaryKeyField: 'writerId',
      schema: schemaOf(names),
      relationships: { works: { model: work, name: 'WROTE', direction: 'out' } },
    },
    neogma,
  );
};

const INCLUDE = `MATCH (n:Writer) WHERE n.writerId IS NOT NULL WITH n ORDER BY n.writerId LIMIT 10
  CALL (n) { MATCH (n)-[:WROTE]->(m:Work) WITH m ORDER BY m.workId LIMIT 50 RETURN collect({workId: m.workId, title: m.title, createdAt: m.createdAt, updatedAt: m.updatedAt}) AS works }
  RETURN ${columns}, works ORDER BY writerId`;

/** Reads of many nodes: against the driver, and against neogma. */
export const graphReads = defineSuite({
  name: 'graph-reads',
  setup: async ({ stack }) => {
    const address = await neo4jAddress();
    const { driver, store } = await besideDriver(stack, address, library);
    await fill(driver);
    let turn = 0;
    const keys = () => {
      turn = (turn + KEYS) % WRITERS;
      return Array.from({ length: KEYS }, (_, i) => keyOf('wri', (turn + i * 7) % WRITERS));
    };
    return { driver, store, keys, neogma: openNeogma(stack, address) };
  },
  benches: [
    {
      id: 'graph.getMany.neo4j',
      unit: 'nodes/s',
      perCall: KEYS,
      ours: {
        make:
          ({ store, keys }) =>
          () =>
            store.repo(Writer).getMany(keys().map((writerId) => ({ writerId }))),
      },
      against: {
        'bare driver': {
          goal: atLeast(0.9),
          promisesLess: 'no types, deadline or retry',
          make:
            ({ driver, keys }) =>
            () =>
              runBare(
                driver,
                'READ',
                `UNWIND $keys AS key MATCH (n:Writer {writerId: key}) RETURN ${columns}`,
                {
                  keys: keys(),
                },
              ),
        },
      },
    },
    {
      id: 'graph.include.neo4j',
      ours: {
        make:
          ({ store }) =>
          () =>
            store.repo(Writer).find({ limit: 10, include: { works: true } }),
      },
      against: {
        'hand-written': {
          goal: atLeast(0.8),
          promisesLess: 'no types, deadline, retry or cursor',
          make:
            ({ driver }) =>
            () =>
              runBare(driver, 'READ', INCLUDE, {}),
        },
      },
    },
    {
      id: 'graph.include.neogma',
      ours: {
        make:
          ({ store }) =>
          () =>
            store.repo(Writer).find({ limit: 10, include: { works: true } }),
      },
      against: {
        'neogma eager load': {
          goal: atLeast(100),
          make:
            ({ neogma }) =>
            () =>
              neogma.findMany({
                limit: 10,
                order: [['writerId', 'ASC']],
                plain: true,
                relationships: { works: {} },
              }),
        },
      },
    },
    {
      id: 'graph.hydrate.neogma',
      unit: 'nodes/s',
      perCall: HYDRATED,
      ours: {
        make:
          ({ store }) =>
          async () => {
            for await (const _ of store.repo(Writer).stream({ chunk: 1_000 })) {
            }
          },
      },
      against: {
        'neogma instances': {
          goal: atLeast(10),
          make:
            ({ neogma }) =>
            () =>
              neogma.findMany({ limit: HYDRATED }),
        },
      },
    },
  ],
});
