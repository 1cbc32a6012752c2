import { secretOf } from '@graphkeep/core';
import { type CreateOf, defineAbstract, defineGraph, defineNode } from '@graphkeep/models';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { cypher, exportGraph, type GraphStore, importGraph, keysFrom } from '../src/index.ts';
import { type TestEngine, testEngines } from './engines.ts';

const engines = await testEngines();

const common = { naturalKey: true, shared: true } as const;
const Keeper = defineAbstract({
  label: 'TransferKeeper',
  shared: true,
  schema: z.object({ name: z.string() }),
});
const Person = defineNode({
  ...common,
  label: 'TransferPerson',
  key: 'personId',
  storedAs: { label: 'TransferHuman', fields: { age: 'years of age' } },
  labels: ['TransferKeeper', { label: 'TransferTall', when: 'height' }],
  schema: z.object({
    personId: z.string(),
    name: z.string(),
    email: z.string().optional(),
    height: z.number().optional(),
    age: z.int().optional(),
    alive: z.boolean().optional(),
    born: z.date().optional(),
    visits: z.array(z.date()).optional(),
    scores: z.array(z.number()).optional(),
    tags: z.array(z.string()).optional(),
    notes: z.object({ text: z.string(), deep: z.array(z.number()) }).optional(),
  }),
  unique: ['email'],
  encrypted: ['email'],
  relationships: {
    friends: { type: 'TRANSFER_FRIEND', direction: 'none', to: 'TransferPerson' },
    keeps: {
      type: ['TRANSFER_OWNS', 'TRANSFER_RENTS'],
      direction: 'out',
      to: 'TransferThing',
      properties: z.object({ since: z.date().optional(), price: z.number().optional() }),
      storedAs: { since: 'since when' },
    },
  },
});
const Thing = defineNode({
  ...common,
  label: 'TransferThing',
  key: 'thingId',
  schema: z.object({ thingId: z.string() }),
  relationships: {
    keepers: { type: ['TRANSFER_OWNS', 'TRANSFER_RENTS'], direction: 'in', to: 'TransferKeeper' },
  },
});
const graph = defineGraph(Person, Thing, Keeper);
type Store = GraphStore<typeof graph>;

const encryption = keysFrom(secretOf('a root secret that is long enough to be one'));
const openAll = (used: readonly TestEngine[]) =>
  Promise.all(used.map((engine) => engine.open(graph, { encryption })));
const empty = async (store: Store): Promise<void> => {
  const rows = z.object({});
  await store.query(cypher`MATCH (n:TransferHuman) DETACH DELETE n`, { rows, writes: [Person.label] });
  await store.query(cypher`MATCH (n:TransferThing) DETACH DELETE n`, { rows, writes: [Thing.label] });
};
const linesOf = async (store: Store, options = {}): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of exportGraph(store, graph, options)) lines.push(line);
  return lines;
};
/** All but the header, which tells the time. */
const contents = (lines: readonly string[]) => lines.slice(1);

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const float = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const date = fc.date({ noInvalidDate: true, min: new Date(-8e13), max: new Date(8e13) });
const personOf = fc.record(
  {
    name: text,
    height: float,
    age: fc.maxSafeInteger(),
    alive: fc.boolean(),
    born: date,
    visits: fc.array(date, { maxLength: 3 }),
    scores: fc.array(float, { maxLength: 3 }),
    tags: fc.array(text, { maxLength: 3 }),
    notes: fc.record({ text, deep: fc.array(fc.integer(), { maxLength: 3 }) }),
  },
  { requiredKeys: ['name'] },
);

const people = async (store: Store, values: readonly Omit<CreateOf<typeof Person>, 'personId'>[]) => {
  for (const [at, value] of values.entries())
    await store.repo(Person).create({ ...value, personId: `p${String(at).padStart(3, '0')}` });
};

/** Three people, two things, every sort of relationship. */
const smallWorld = async (store: Store): Promise<void> => {
  await people(store, [
    { name: 'Ada', email: 'ada@example.com', height: 1, age: 36, born: new Date(0) },
    { name: 'Bob', scores: [1, 2.5], notes: { text: '{}', deep: [1] } },
    { name: 'Cy', tags: [] },
  ]);
  for (const thingId of ['t1', 't2']) await store.repo(Thing).create({ thingId });
  const ada = { personId: 'p000' };
  await store.repo(Person).relate(ada, 'friends', { personId: 'p001' });
  await store.repo(Person).relate({ personId: 'p002' }, 'friends', ada);
  await store
    .repo(Person)
    .relate(ada, 'keeps', { thingId: 't1' }, { $type: 'TRANSFER_OWNS', since: new Date(5), price: 2 });
  await store
    .repo(Person)
    .relate({ personId: 'p001' }, 'keeps', { thingId: 't2' }, { $type: 'TRANSFER_RENTS' });
};

describe.each(engines)('an export of $name', (engine) => {
  let store: Store;
  beforeAll(async () => {
    store = await engine.open(graph, { encryption });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await empty(store);
    await smallWorld(store);
  });

  it('says what is in it, and is whole', async () => {
    const lines = await linesOf(store);
    expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
    const [header, ...rest] = lines.map((line) => JSON.parse(line));
    expect(header).toMatchObject({
      graphkeep: 'export',
      version: 1,
      encrypted: 'keep',
      nodes: {
        TransferPerson: { key: 'personId', fields: { born: 'date', visits: 'date[]', notes: 'json' } },
      },
    });
    expect(header.nodes).not.toHaveProperty('TransferKeeper');
    expect(rest.at(0)).toMatchObject({
      node: 'TransferPerson',
      values: { personId: 'p000', name: 'Ada', height: 1, born: '1970-01-01T00:00:00.000Z' },
      sealed: { email: [expect.stringMatching(/^gk1:/), expect.stringMatching(/^[\w-]{43}$/)] },
    });
    expect(
      rest.filter((line) => line.link).map((line) => [line.link, line.from[1], line.to[1], line.values]),
    ).toEqual([
      ['TRANSFER_FRIEND', 'p000', 'p001', {}],
      ['TRANSFER_FRIEND', 'p002', 'p000', {}],
      ['TRANSFER_OWNS', 'p000', 't1', { since: '1970-01-01T00:00:00.005Z', price: 2 }],
      ['TRANSFER_RENTS', 'p001', 't2', {}],
    ]);
    expect(rest.at(-1)).toEqual({
      end: { nodes: 5, links: 4, digest: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
  });

  it('is taken in twice without a trace of the first time, and replaces what was there', async () => {
    const lines = await linesOf(store);
    await store.repo(Person).patch({ personId: 'p000' }, { name: 'Not Ada', alive: true });
    const report = {
      finishedLines: 10,
      nodes: { TransferPerson: 3, TransferThing: 2 },
      links: expect.anything(),
    };
    expect(await importGraph(store, graph, lines)).toMatchObject(report);
    expect(await importGraph(store, graph, lines)).toMatchObject(report);
    expect(contents(await linesOf(store))).toEqual(contents(lines));
  });

  it('can be taken in from where it broke off', async () => {
    const lines = await linesOf(store);
    await empty(store);
    const controller = new AbortController();
    let finishedLines = 0;
    const broken = importGraph(store, graph, lines, {
      signal: controller.signal,
      onProgress: (progress) => {
        finishedLines = progress.finishedLines;
        controller.abort();
      },
    });
    await expect(broken).rejects.toMatchObject({ code: 'cancelled' });
    expect(finishedLines).toBe(4);
    expect((await importGraph(store, graph, lines, { finishedLines })).nodes).toEqual({ TransferThing: 2 });
    expect(contents(await linesOf(store))).toEqual(contents(lines));
  });

  it('gives encrypted fields in the clear where it is asked to', async () => {
    const lines = await linesOf(store, { encrypted: 'decrypt', encryption });
    expect(JSON.parse(lines[1] ?? '').values.email).toBe('ada@example.com');
    await importGraph(store, graph, lines, { encryption });
    expect((await store.repo(Person).find({ where: { email: 'ada@example.com' } })).items).toHaveLength(1);
    const [ada] = contents(await linesOf(store)).map((line) => JSON.parse(line));
    expect(ada.sealed.email[0]).toMatch(/^gk1:/);
  });
});

describe('an import', () => {
  const [embedded] = engines;
  if (!embedded) throw new Error('There is always an embedded engine.');
  let store: Store;
  beforeAll(async () => {
    store = await embedded.open(graph, { encryption });
  });
  afterAll(() => store.close());
  const refused = async (change: (lines: string[]) => readonly string[]) => {
    await empty(store);
    await smallWorld(store);
    const lines = await linesOf(store);
    await empty(store);
    return importGraph(store, graph, change(lines));
  };

  it('refuses an export that was cut off', async () => {
    await expect(refused((lines) => lines.slice(0, -1))).rejects.toThrow(
      'Line 10 of the export cannot be read: the export is cut off after it.',
    );
    await expect(refused((lines) => [...lines.slice(0, 3), (lines[3] ?? '').slice(0, 20)])).rejects.toThrow(
      /^Line 4 of the export cannot be read: .*JSON/,
    );
  });

  it('refuses a value that is none of its kind, and a node without a key', async () => {
    const swap = (from: string, to: string) => (lines: string[]) =>
      lines.map((line) => line.replace(from, to));
    await expect(refused(swap('"name":"Bob"', '"name":7'))).rejects.toThrow(
      'Line 3 of the export cannot be read: name is no string.',
    );
    await expect(refused(swap('"born":"1970', '"born":"soon 1970'))).rejects.toThrow(
      'Line 2 of the export cannot be read: born is no date.',
    );
    await expect(refused(swap('"scores":[1,', '"scores":["1",'))).rejects.toThrow(
      'Line 3 of the export cannot be read: scores is no list of float.',
    );
    await expect(refused(swap('"personId":"p001",', ''))).rejects.toThrow(
      'Line 3 of the export cannot be read: it has no personId.',
    );
  });

  it('refuses an export that lacks a line, and none at all', async () => {
    await expect(refused((lines) => lines.toSpliced(6, 1))).rejects.toThrow(
      'Line 10 of the export cannot be read: it counts 9 lines, and 8 came.',
    );
    await expect(refused(() => [])).rejects.toThrow(/cut off/);
  });

  it('refuses the export of another graph', async () => {
    await expect(
      refused(([header = '', ...rest]) => [
        header.replace('"hash":"', '"hash":"x').replace('"born":"date"', '"born":"string"'),
        ...rest,
      ]),
    ).rejects.toThrow('The export is of another graph: TransferPerson.born is date here, and string there.');
  });

  it('refuses relationships whose nodes are not there', async () => {
    await expect(
      refused((lines) => lines.filter((line) => !line.includes('"node":"TransferThing"'))),
    ).rejects.toThrow(
      /^1 relationships of the lines 7 to 7 of the export have no node at one of their ends\.$/,
    );
  });
});

describe('a graph that is moved', () => {
  it('is whole over many pages, also where one node has very many relationships', async () => {
    const [store] = await openAll(engines.slice(0, 1));
    if (!store) throw new Error('There is always an engine.');
    onTestFinished(() => store.close());
    const [header = ''] = await linesOf(store);
    const [createdAt, updatedAt] = [new Date(1).toISOString(), new Date(2).toISOString()];
    const things = Array.from({ length: 2_100 }, (_, at) => `t${String(at).padStart(4, '0')}`);
    const lines = [
      { node: 'TransferPerson', values: { personId: 'p1', name: 'Ada', createdAt, updatedAt } },
      ...things.map((thingId) => ({ node: 'TransferThing', values: { thingId, createdAt, updatedAt } })),
      ...things.map((thingId) => ({
        link: 'TRANSFER_OWNS',
        from: ['TransferPerson', 'p1'],
        to: ['TransferThing', thingId],
        values: { price: 1 },
      })),
      { end: { nodes: 2_101, links: 2_100 } },
    ].map((line) => `${JSON.stringify(line)}\n`);
    await importGraph(store, graph, [header, ...lines]);
    expect(contents(await linesOf(store)).slice(0, -1)).toEqual(lines.slice(0, -1));
  });

  it('is the same on every engine, there and back', async () => {
    const stores = await openAll([...engines, ...engines.slice(0, 1)]);
    onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));
    const [first] = stores;
    if (!first) throw new Error('There is always an engine.');
    await fc.assert(
      fc.asyncProperty(fc.array(personOf, { minLength: 10, maxLength: 30 }), async (all) => {
        for (const store of stores) await empty(store);
        await people(first, all);
        const original = await linesOf(first);
        let lines = original;
        for (const store of stores.slice(1)) {
          await importGraph(store, graph, lines);
          lines = await linesOf(store);
          expect(contents(lines)).toEqual(contents(original));
        }
      }),
      { numRuns: 5 },
    );
  });
});
