import { secretOf } from '@graphkeep/core';
import { defineGraph, defineNode } from '@graphkeep/models';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  checkExport,
  exportGraph,
  type FillProgress,
  fillGraph,
  type GraphOptions,
  keysFrom,
  openGraph,
} from '../src/index.ts';
import { openMigrator } from '../src/migrations/index.ts';

const Person = defineNode({
  label: 'FillPerson',
  key: 'personId',
  naturalKey: true,
  shared: true,
  schema: z.object({ personId: z.string(), email: z.string().optional(), born: z.date().optional() }),
  unique: ['email'],
  encrypted: ['email'],
  relationships: {
    friends: {
      type: 'FILL_FRIEND',
      direction: 'out',
      to: 'FillPerson',
      properties: z.object({ since: z.date() }),
    },
  },
});
const graph = defineGraph(Person);
const encryption = keysFrom(secretOf('a root secret that is long enough to be one'));

const open = async (options: Partial<GraphOptions<typeof graph>> = {}) => {
  const store = await openGraph({ graph, url: 'memory:', ...options });
  onTestFinished(() => store.close());
  return store;
};
const filled = async (options: Partial<GraphOptions<typeof graph>> = {}) => {
  const store = await open(options);
  const people = store.repo(Person);
  await people.createMany([
    { personId: 'ada', email: 'ada@example.org', born: new Date('1815-12-10') },
    { personId: 'bob', email: 'bob@example.org' },
    { personId: 'Élodie 🜁' },
  ]);
  await people.relate({ personId: 'ada' }, 'friends', { personId: 'bob' }, { since: new Date(0) });
  return store;
};
const linesOf = async (store: Awaited<ReturnType<typeof open>>): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of exportGraph(store, graph)) lines.push(line);
  return lines;
};
const source = 'a test';

it('fills an empty store, and tells each step', async () => {
  const [one, other] = [await filled(), await open()];
  const steps: FillProgress[] = [];
  const report = await fillGraph(other, graph, () => exportGraph(one, graph), {
    source,
    onProgress: (progress) => steps.push(progress),
  });
  expect(report).toMatchObject({ nodes: { FillPerson: 3 }, links: { FILL_FRIEND: 1 }, verified: 'content' });
  expect([...new Set(steps.map(({ step }) => step))]).toEqual(['check', 'write', 'verify']);
  expect((await linesOf(other)).slice(1)).toEqual((await linesOf(one)).slice(1));
});

it('has one digest for the same content in any order', async () => {
  const store = await filled();
  const lines = await linesOf(store);
  const [header = '', a = '', b = '', ...rest] = lines;
  const { digest } = await checkExport(store, graph, lines);
  expect((await checkExport(store, graph, [header, b, a, ...rest])).digest).toBe(digest);
  await expect(checkExport(store, graph, [header, a, a, ...rest])).rejects.toThrow(
    'is not as it was written',
  );
});

it('encrypts what was written before there was a secret, so that it is still found', async () => {
  const [plain, other] = [await filled(), await open({ encryption })];
  const report = await fillGraph(other, graph, () => exportGraph(plain, graph), { source, encryption });
  expect(report.verified).toBe('counts');
  expect((await linesOf(other)).join('')).not.toContain('@example.org');
  const { items } = await other.repo(Person).find({ where: { email: 'ada@example.org' } });
  expect(items).toMatchObject([{ personId: 'ada' }]);
});

it('refuses what only another secret reads, and another blind index', async () => {
  const [sealed, other] = [await filled({ encryption }), await open()];
  const lines = () => exportGraph(sealed, graph);
  const newer = secretOf('a newer root secret that is long enough too');
  await expect(fillGraph(other, graph, lines, { source })).rejects.toThrow(
    /no key is given.*GRAPHKEEP_SECRET/,
  );
  const reads = keysFrom(secretOf('a root secret that is long enough to be one'), [newer]);
  await expect(fillGraph(other, graph, lines, { source, encryption: reads })).rejects.toThrow(
    'the blind index of email is of another secret',
  );
  expect(await other.repo(Person).count()).toBe(0);
});

it('tells what is different where something else wrote meanwhile', async () => {
  const [one, other] = [await filled(), await open()];
  const filling = fillGraph(other, graph, () => exportGraph(one, graph), {
    source,
    onProgress: ({ step, done }) => {
      if (step === 'write' && done === 4) void other.repo(Person).create({ personId: 'eve' });
    },
  });
  await expect(filling).rejects.toMatchObject({
    code: 'wrong_state',
    message: expect.stringContaining('4 FillPerson instead of 3 is in the store'),
  });
});

it('carries which migrations were applied', async () => {
  const [one, other] = [await filled(), await open()];
  const migrations = [{ name: '0001-first', checksum: 'abc', up: async () => {} }];
  await openMigrator(one, { migrations }).up();
  await fillGraph(other, graph, () => exportGraph(one, graph), { source });
  expect(await openMigrator(other, { migrations }).pending()).toEqual([]);
});
