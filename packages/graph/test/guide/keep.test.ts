import { fileURLToPath } from 'node:url';
import { exportGraph, fillGraph, openGraph } from '@graphkeep/graph';
import { introspect, openMigrator, readMigrations } from '@graphkeep/graph/migrations';
import { afterAll, expect, it } from 'vitest';
import { library } from './library.ts';

const { Book } = library;
const store = await openGraph({ graph: library, url: 'memory:' });
const other = await openGraph({ graph: library, url: 'memory:' });
afterAll(() => Promise.all([store.close(), other.close()]));
await store.repo(Book).create({ isbn: '1', title: 'Solaris', genre: 'novel' });

it('migrates', async () => {
  const folder = fileURLToPath(new URL('./migrations/', import.meta.url));
  //#region migrate
  const migrator = openMigrator(store, { migrations: await readMigrations(folder) });
  const pending = await migrator.pending(); // ['0001-genres']
  await migrator.up();
  //#endregion
  expect(pending).toEqual(['0001-genres']);
  expect(await migrator.pending()).toEqual([]);
});

it('moves to another store', async () => {
  //#region move
  const lines = () => exportGraph(store, library); // JSON, one for each node and relationship
  const { nodes, verified } = await fillGraph(other, library, lines, { source: 'the first library' });
  // { Book: 1 }, 'content': all of it was read again and compared
  //#endregion
  expect({ nodes, verified }).toEqual({ nodes: { Book: 1 }, verified: 'content' });
  expect(await other.repo(Book).get({ isbn: '1' })).toEqual(await store.repo(Book).get({ isbn: '1' }));
});

it('tells what statements cost', async () => {
  //#region insight
  const [planned] = await store.insight.explain(() => store.repo(Book).find({ where: { title: 'Solaris' } }));
  store.insight.fingerprints(); // every statement: how often, p50, p95, p99, rows; the dearest first
  store.insight.slow(); // the last ones over 500 ms
  store.insight.suggestions(); // an index that is missing, one statement many times in one request, …
  //#endregion
  expect(planned?.operation).toBe('Book.list');
  expect(store.insight.fingerprints()[0]?.count).toBeGreaterThan(0);
});

it('writes definitions of a database', async () => {
  //#region introspect
  const source = await introspect(store); // a TypeScript module: defineNode(…), defineGraph(…)
  //#endregion
  expect(source).toMatch(/label: 'Book'/);
});
