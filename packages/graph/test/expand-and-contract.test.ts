import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineGraph, defineNode, type Graph } from '@graphkeep/models';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type GraphOptions, type GraphStore, openGraph } from '../src/index.ts';
import type { Migration } from '../src/migrations/index.ts';
import { guard } from './engines.ts';
import { neo4jOptions } from './neo4j-options.ts';

const common = { label: 'Person', key: 'personId', naturalKey: true, shared: true } as const;
const before = defineNode({ ...common, schema: z.object({ personId: z.string(), name: z.string() }) });
/** Both names are alive: the old one is still written, for those who read it. */
const between = defineNode({
  ...common,
  schema: z.object({ personId: z.string(), name: z.string().optional(), fullName: z.string().optional() }),
  storedAs: { fields: { fullName: 'full_name' } },
});
const after = defineNode({
  ...common,
  schema: z.object({ personId: z.string(), fullName: z.string() }),
  storedAs: { fields: { fullName: 'full_name' } },
});

const expand: Migration = {
  name: '0001-copy-names',
  checksum: 'expand',
  transaction: false,
  expand: true,
  up: ({ batches }) =>
    batches('copy', {
      read: 'MATCH (n:Person) WHERE n.personId > $after AND n.full_name IS NULL RETURN n.personId AS cursor, n.name AS name ORDER BY cursor LIMIT $size',
      write: 'UNWIND $rows AS row MATCH (n:Person {personId: row.cursor}) SET n.full_name = row.name',
      size: 2,
    }),
};
const contract: Migration = {
  name: '0002-drop-names',
  checksum: 'contract',
  up: async ({ run }) => void (await run('MATCH (n:Person) REMOVE n.name')),
};

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-versions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const neo4j = await testNeo4j();
const places = [
  { name: 'embedded', place: { url: `file:${folder}/graph` } },
  ...(neo4j ? [{ name: 'neo4j', place: { url: neo4j.url, neo4j: neo4jOptions(neo4j.password) } }] : []),
];

describe.each(places)('two versions of a definition on $name', ({ place }) => {
  const open = <G extends Graph>(graph: G, more: Partial<GraphOptions<G>> = {}): Promise<GraphStore<G>> =>
    openGraph({ graph, ...place, guard, journal: { relay: false }, ...more });

  it('has the default of a new field on nodes that are older than it', async () => {
    const grown = defineNode({
      ...{ label: 'Plant', key: 'plantId', naturalKey: true, shared: true },
      schema: z.object({
        plantId: z.string(),
        uses: z.array(z.string()).default([]),
        height: z.int().default(3),
        note: z.string().optional(),
      }),
    });
    const young = defineNode({
      ...{ label: 'Plant', key: 'plantId', naturalKey: true, shared: true },
      schema: z.object({ plantId: z.string() }),
    });
    await using first = disposable(await open(defineGraph(young)));
    await first.store.repo(young).create({ plantId: 'oak' });
    await first.close();
    await using second = disposable(await open(defineGraph(grown)));
    const plants = second.store.repo(grown);
    const oak = await plants.get({ plantId: 'oak' });
    expect(oak).toMatchObject({ uses: [], height: 3 });
    expect(oak).not.toHaveProperty('note');
    expect((await plants.patch({ plantId: 'oak' }, { height: { increment: 2 } })).height).toBe(5);
    expect(await plants.get({ plantId: 'oak', select: { plantId: true } })).toEqual({ plantId: 'oak' });
    await second.close();
  });

  it('live side by side until the older one is contracted away, and then it is refused', async () => {
    const oldGraph = defineGraph(before);
    const newGraph = defineGraph(between);
    await using first = disposable(await open(oldGraph));
    for (const personId of ['a', 'b', 'c', 'd', 'e'])
      await first.store.repo(before).create({ personId, name: `Old ${personId}` });
    await first.close();

    await expect(open(newGraph, { migrations: { list: [expand] } })).rejects.toThrow(
      'The migrations 0001-copy-names are not applied yet',
    );
    await using second = disposable(await open(newGraph, { migrations: { list: [expand], auto: true } }));
    expect(await second.store.repo(between).get({ personId: 'e' })).toMatchObject({ fullName: 'Old e' });
    await second.store.repo(between).create({ personId: 'f', name: 'New f', fullName: 'New f' });
    await second.close();

    await using older = disposable(await open(oldGraph, { migrations: { list: [] } }));
    expect(await older.store.repo(before).get({ personId: 'a' })).toMatchObject({ name: 'Old a' });
    expect(await older.store.repo(before).get({ personId: 'f' })).toMatchObject({ name: 'New f' });
    await older.close();

    const list = [expand, contract];
    await using last = disposable(
      await open(defineGraph(after), { migrations: { list, auto: true }, schema: { version: 1 } }),
    );
    expect(await last.store.repo(after).get({ personId: 'f' })).toMatchObject({ fullName: 'New f' });
    await last.close();
    await expect(open(oldGraph, { migrations: { list: [] } })).rejects.toThrow(
      'has the migration 0002-drop-names',
    );
    await expect(open(oldGraph)).rejects.toThrow(
      'has version 1 of the schema, and this program has version 0',
    );
  });
});

/** Closed where the test says so, and at its end if it fails before. */
const disposable = <G extends Graph>(store: GraphStore<G>) => {
  let open = true;
  const close = async () => {
    if (open) await store.close();
    open = false;
  };
  return { store, close, [Symbol.asyncDispose]: close };
};
