import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-guide-'));
afterAll(() => rmSync(folder, { recursive: true }));

//#region open
import { openGraph } from '@graphkeep/graph';
import { library } from './library.ts';

const store = await openGraph({ graph: library, url: 'memory:' });
//#endregion
afterAll(() => store.close());

it('opens a folder', async () => {
  //#region open-folder
  const kept = await openGraph({ graph: library, url: `file:${folder}` });
  await kept.close();
  //#endregion
});

it('makes, reads, changes and removes', async () => {
  //#region create
  const { Author, Book } = library;
  const author = await store.repo(Author).create({
    name: 'Ursula K. Le Guin',
    books: {
      create: [
        { isbn: '978-0441478125', title: 'The Left Hand of Darkness', genre: 'novel', $link: { year: 1969 } },
        {
          isbn: '978-0061054884',
          title: 'The Dispossessed',
          genre: 'novel',
          copies: 3,
          $link: { year: 1974 },
        },
      ],
    },
  });
  //#endregion

  //#region get
  const { name, books } = await store.repo(Author).get({
    authorId: author.authorId,
    include: { books: { select: { title: true }, orderBy: { $link: { year: 'asc' } } } },
  });
  const lines = books.map(({ title, $link }) => `${name} wrote ${title} in ${$link.year}`);
  //#endregion
  expect(lines).toEqual([
    'Ursula K. Le Guin wrote The Left Hand of Darkness in 1969',
    'Ursula K. Le Guin wrote The Dispossessed in 1974',
  ]);

  //#region patch
  const book = await store
    .repo(Book)
    .patch({ isbn: '978-0061054884' }, { copies: { increment: -1 }, tags: { push: 'utopia' }, cover: null });
  // { copies: 2, tags: ['utopia'], version: 2, … }
  //#endregion
  expect(book).toMatchObject({ copies: 2, tags: ['utopia'], version: 2 });
  expect(book.cover).toBeUndefined();

  //#region remove
  await store.repo(Book).remove({ isbn: '978-0441478125' });
  await store.repo(Book).first({ where: { isbn: '978-0441478125' } }); // null
  await store.repo(Book).restore({ isbn: '978-0441478125' });
  //#endregion
  expect(await store.repo(Book).count()).toBe(2);
});
