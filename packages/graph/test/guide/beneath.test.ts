import { cypher, openGraph } from '@graphkeep/graph';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { library } from './library.ts';

const { Book } = library;
const store = await openGraph({ graph: library, url: 'memory:' });
afterAll(() => store.close());

it('takes Cypher by hand', async () => {
  await store.repo(Book).create({ isbn: '1', title: 'Solaris', genre: 'novel', tags: ['ocean'] });
  const genre = 'novel';
  //#region raw
  const rows = await store.query(
    cypher`MATCH (b:Book) WHERE b.genre = ${genre} RETURN b.title AS title, b.copies AS copies ORDER BY title`,
    { rows: z.object({ title: z.string(), copies: z.int() }) },
  );
  await store.query(cypher`MATCH (b:Book) WHERE b.isbn = ${'1'} SET b.copies = ${7} RETURN b.isbn AS isbn`, {
    rows: z.object({ isbn: z.string() }),
    writes: ['Book'], // without it a statement that writes is refused
    changes: (changed) => changed.map(({ isbn }) => ({ label: 'Book', key: isbn, kind: 'updated' as const })),
  });
  //#endregion
  expect(rows).toEqual([{ title: 'Solaris', copies: 1 }]);
  expect(await store.repo(Book).get({ isbn: '1' })).toMatchObject({ copies: 7 });
});

it('follows what is changed', async () => {
  const { cursor: from } = await store.journal.read({ after: 0, limit: 1_000 });
  const seen: string[] = [];
  //#region journal
  const stop = new AbortController();
  const following = (async () => {
    for await (const page of store.journal.follow({ from, signal: stop.signal })) {
      if (page.kind === 'reload') continue; // what was missed is trimmed: read everything anew
      for (const { seq, changes } of page.entries)
        for (const { label, key, kind } of changes) seen.push(`${seq}: ${label} ${key} ${kind}`);
    }
  })();
  await store.repo(Book).create({ isbn: '2', title: 'Eden', genre: 'novel' });
  //#endregion
  await expect.poll(() => seen.at(-1)).toMatch(/^\d+: Book 2 created$/);
  stop.abort();
  await following;
});

it('looks after constraints and indexes', async () => {
  //#region schema
  const { missing, extra, changed } = await store.schema.diff(); // nothing of each: the start made what was missing
  await store.schema.apply({ dropExtra: true });
  await store.schema.verify(); // a sentence for each thing that is wrong
  //#endregion
  expect([missing, extra, changed]).toEqual([[], [], []]);
  expect(await store.schema.verify()).toEqual([]);
});
