import { defineGraph, defineNode } from '@graphkeep/models';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { embeddedCodec } from '../src/engine/codecs.ts';
import { cypher, type GraphStore } from '../src/index.ts';
import { compile } from '../src/raw/compile.ts';
import { looksLikeWrite } from '../src/raw/looks-like-write.ts';
import { testEngines } from './engines.ts';

const engines = await testEngines();

const Town = defineNode({
  label: 'RawTown',
  key: 'name',
  naturalKey: true,
  shared: true,
  schema: z.object({ name: z.string(), size: z.int(), height: z.number().optional() }),
});
const Mayor = defineNode({
  label: 'RawMayor',
  key: 'name',
  naturalKey: true,
  shared: true,
  journal: true,
  schema: z.object({ name: z.string() }),
});
const graph = defineGraph(Town, Mayor);

const compiled = (statement: Parameters<typeof compile>[0]) => compile(statement, 'raw', embeddedCodec);

describe('a statement by hand', () => {
  it('binds every hole, and writes none into the text', () => {
    const at = new Date(5);
    expect(compiled(cypher`RETURN ${'a'} + ${1}, ${[1.5, null, { at }]}, ${true}`)).toEqual({
      text: 'RETURN $hole1 + $hole2, $hole3, $hole4',
      params: { hole1: 'a', hole2: 1, hole3: [1.5, null, { at: 5 }], hole4: true },
      operation: 'raw',
      raw: true,
    });
  });

  it('is made of parts', () => {
    const found = cypher.join([cypher`n.a = ${1}`, cypher`n.b = ${2}`], ' AND ');
    const label = cypher.ident('a`b');
    expect(compiled(cypher`MATCH (n:${label}) WHERE ${found} RETURN ${cypher.join([3, 4])}`)).toMatchObject({
      text: 'MATCH (n:`a``b`) WHERE n.a = $hole1 AND n.b = $hole2 RETURN $hole3, $hole4',
      params: { hole1: 1, hole2: 2, hole3: 3, hole4: 4 },
    });
    expect(compiled(cypher`RETURN ${cypher.join([])}1`).text).toBe('RETURN 1');
  });

  it.each([
    ['undefined', undefined, 'hole 1 of the statement is undefined'],
    ['a function', () => 1, 'hole 1 of the statement is a function'],
    ['a bigint', 1n, 'hole 1 of the statement is a bigint'],
    ['an object of a class', new Map(), 'hole 1 of the statement is an instance of a class'],
    ['a value deep within', { a: [undefined] }, 'hole 1.a[0] of the statement is undefined'],
    ['no number', Number.NaN, 'must be a finite number'],
    ['no date', new Date(Number.NaN), 'must be a valid date'],
    ['half a character', '\ud800', 'half of a surrogate pair'],
    ['a part within a value', [cypher`1`], 'hole 1[0] of the statement holds a part'],
  ])('does not take %s', (_, value, message) => {
    expect(() => compiled(cypher`RETURN ${value as never}`)).toThrow(message);
  });

  it('is no plain text', () => {
    expect(() => compiled('MATCH (n) RETURN n' as never)).toThrow(/is written by the tag cypher/);
  });

  it.each([
    'CREATE (n)',
    'MATCH (n) set n.a = 1',
    'MATCH (n) DETACH DELETE n',
    'MATCH (n)\nREMOVE n.a',
    'CALL apoc.create.node([], {})',
    'MATCH (n) CALL { WITH n MERGE (m) } RETURN 1',
  ])('%j writes', (text) => expect(looksLikeWrite(text)).toBe(true));

  it.each([
    'MATCH (n:Set)-[:CREATE|DELETE]->(m) WHERE n.remove = 1 RETURN {set: 1} AS a',
    "MATCH (n) WHERE n.a = 'CREATE (m)' RETURN n.`SET` AS a // MERGE\n/* DELETE */",
    'CALL db.labels() YIELD label RETURN label',
    'MATCH (offset)-[:X]->(created) RETURN created.offset AS o',
  ])('%j only reads', (text) => expect(looksLikeWrite(text)).toBe(false));
});

describe.each(engines)('a query on $name', ({ open }) => {
  let store: GraphStore<typeof graph>;
  beforeAll(async () => {
    store = await open(graph);
  });
  afterAll(() => store.close());
  const one = z.object({ name: z.string() });
  const make = (name: string, size: number) =>
    store.query(
      cypher`CREATE (n:RawTown {name: ${name}, size: ${size}, createdAt: ${new Date(0)}, updatedAt: ${new Date(0)}}) RETURN n.name AS name`,
      { rows: one, writes: ['RawTown'] },
    );
  beforeEach(async () => {
    await store.query(cypher`MATCH (n:RawTown) DETACH DELETE n`, { rows: z.object({}), writes: ['RawTown'] });
  });

  it('gives rows of the types that it is told', async () => {
    expect(await make('Delft', 100)).toEqual([{ name: 'Delft' }]);
    const rows = await store.query(
      cypher`MATCH (n:RawTown) WHERE n.size >= ${100} RETURN n.name AS name, n.size AS size, n.createdAt AS at, n.height AS height, [n.size, 2] AS sizes`,
      {
        rows: z.object({
          name: z.string(),
          size: z.int(),
          at: z.date(),
          height: z.number().optional(),
          sizes: z.array(z.int()),
        }),
      },
    );
    expect(rows).toEqual([{ name: 'Delft', size: 100, at: new Date(0), sizes: [100, 2] }]);
    expect(await store.repo(Town).get({ name: 'Delft' })).toMatchObject({ size: 100 });
  });

  it('names the row and the column that is not as it was told', async () => {
    await make('Delft', 100);
    await expect(
      store.query(cypher`MATCH (n:RawTown) RETURN n.size AS name`, { rows: one }),
    ).rejects.toMatchObject({
      code: 'internal',
      field: 'rows.name',
      message: expect.stringMatching(/^Row 1 of the statement is not as its `rows` say: name: /),
    });
  });

  it('cannot be misled by a value', async () => {
    await make("x'}) DETACH DELETE n //", 1);
    expect(
      await store.query(cypher`MATCH (n:RawTown) WHERE n.name = ${"' OR 1 = 1 //"} RETURN n.name AS name`, {
        rows: one,
      }),
    ).toEqual([]);
  });

  it('does not write unless it says so, within a transaction neither', async () => {
    const write = () =>
      store.query(cypher`CREATE (n:RawTown {name: 'x', size: 1}) RETURN n.name AS name`, { rows: one });
    const refused = { code: 'invalid_input', field: 'writes' };
    await expect(write()).rejects.toMatchObject(refused);
    await expect(store.transaction(write)).rejects.toMatchObject(refused);
    await expect(
      store.query(cypher`RETURN 1 AS x`, { rows: z.object({}), writes: ['Elsewhere'] }),
    ).rejects.toMatchObject(refused);
  });

  it('is part of the transaction around it', async () => {
    const reason = new Error('no more');
    const work = store.transaction(async () => {
      await make('Delft', 1);
      throw reason;
    });
    await expect(work).rejects.toBe(reason);
    expect(await store.repo(Town).find()).toMatchObject({ items: [] });
  });

  it('says what is wrong with a statement', async () => {
    await expect(store.query(cypher`MATCH (n:RawTown RETURN 1 AS x`, { rows: one })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'statement',
    });
  });

  it('tells the journal what it changed, and must', async () => {
    const make = (changes?: { changes: (rows: readonly { name: string }[]) => readonly [] }) =>
      store.query(cypher`CREATE (n:RawMayor {name: ${crypto.randomUUID()}}) RETURN n.name AS name`, {
        rows: one,
        writes: ['RawMayor'],
        ...changes,
      });
    await expect(make()).rejects.toMatchObject({ code: 'invalid_input', field: 'changes' });
    const [made] = await store.query(
      cypher`CREATE (n:RawMayor {name: ${crypto.randomUUID()}}) RETURN n.name AS name`,
      {
        rows: one,
        writes: ['RawMayor'],
        changes: (rows) => rows.map(({ name }) => ({ label: 'RawMayor', key: name, kind: 'created' })),
      },
    );
    expect(made?.name).toMatch(/^[\w-]{36}$/);
    const stranger = store.query(cypher`CREATE (n:RawTown {name: 's'}) RETURN n.name AS name`, {
      rows: one,
      writes: ['RawTown'],
      changes: [{ label: 'RawMayor', key: 's', kind: 'created' }],
    });
    await expect(stranger).rejects.toMatchObject({ code: 'invalid_input', field: 'changes' });
    expect(await store.repo(Town).find()).toMatchObject({ items: [] });
  });
});
