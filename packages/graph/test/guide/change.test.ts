import { openGraph } from '@graphkeep/graph';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { library } from './library.ts';

const { Author, Book, Reader } = library;
const store = await openGraph({ graph: library, url: 'memory:' });
afterAll(() => store.close());
const codeOf = ({ code }: { code: string }) => code;

beforeEach(async () => {
  await store.repo(Reader).removeMany({}, { all: true });
  for await (const { isbn } of store.repo(Book).stream({ withDeleted: true }))
    await store.repo(Book).purge({ isbn });
  await store.repo(Author).removeMany({}, { all: true });
});

it('makes many, or changes those that are there', async () => {
  //#region upsert
  const counts = await store.repo(Book).upsertMany([
    { isbn: '1', title: 'Solaris', genre: 'novel' },
    { isbn: '2', title: 'Eden', genre: 'novel', tags: ['planet'] },
  ]);
  // { created: 2, updated: 0, unchanged: 0 }
  await store.repo(Book).upsert({ isbn: '1', title: 'Solaris', genre: 'novel', cover: null });
  //#endregion
  expect(counts).toEqual({ created: 2, updated: 0, unchanged: 0 });
  expect(await store.repo(Book).count()).toBe(2);
});

it('changes and removes what a filter finds', async () => {
  await store.repo(Book).createMany([
    { isbn: '1', title: 'Solaris', genre: 'novel' },
    { isbn: '2', title: 'Dialogs', genre: 'science' },
  ]);
  //#region bulk
  await store.repo(Book).patchMany({ genre: 'novel' }, { tags: { push: 'fiction' } });
  await store.repo(Book).removeMany({ genre: 'science' });
  await store.repo(Book).removeMany({}).catch(codeOf); // invalid_input: say all: true if that is meant
  //#endregion
  expect((await store.repo(Book).find()).items.map(({ tags }) => tags)).toEqual([['fiction']]);
  await expect(store.repo(Book).removeMany({})).rejects.toThrow(/all: true/);
});

it('keeps a change that was made meanwhile', async () => {
  await store.repo(Book).create({ isbn: '1', title: 'Solaris', genre: 'novel' });
  //#region version
  const books = store.repo(Book);
  const seen = await books.get({ isbn: '1' });
  await books.patch({ isbn: '1' }, { copies: 5 }); // somebody else
  await books.patch({ isbn: '1' }, { copies: 9 }, { version: seen.version }).catch(codeOf); // stale_version
  //#endregion
  expect(await books.get({ isbn: '1' })).toMatchObject({ copies: 5 });
});

it('joins and parts', async () => {
  await store.repo(Book).createMany([
    { isbn: '1', title: 'A Wizard of Earthsea', genre: 'novel' },
    { isbn: '2', title: 'The Tombs of Atuan', genre: 'novel' },
    { isbn: '3', title: 'The Farthest Shore', genre: 'novel' },
  ]);
  const { readerId } = await store.repo(Reader).create({ name: 'Ada', email: 'ada@example.org' });
  const until = new Date('2027-01-01');
  //#region relate
  await store.repo(Reader).relate({ readerId }, 'loans', { isbn: '1' }, { until });
  await store.repo(Reader).relateMany('loans', [
    { from: { readerId }, to: { isbn: '2' }, $link: { until } },
    { from: { readerId }, to: { isbn: '3' }, $link: { until } },
  ]);
  await store.repo(Reader).unrelate({ readerId }, 'loans', { isbn: '1' }); // true: they were joined

  await store.repo(Book).relate({ isbn: '1' }, 'next', { isbn: '2' });
  await store.repo(Book).relate({ isbn: '1' }, 'next', { isbn: '3' }); // `one`: takes the place of the earlier one
  //#endregion
  const ada = await store.repo(Reader).get({ readerId, include: { loans: true } });
  expect(ada.loans.map(({ isbn }) => isbn)).toEqual(['2', '3']);
  expect((await store.repo(Book).get({ isbn: '1', include: { next: true } })).next?.isbn).toBe('3');
});

it('connects what is there, and makes what is not', async () => {
  const { authorId } = await store.repo(Author).create({ name: 'Terry Pratchett' });
  //#region nested
  const book = await store.repo(Book).create({
    isbn: '978-0552137034',
    title: 'Good Omens',
    genre: 'novel',
    authors: {
      connect: { authorId, $link: { year: 1990 } },
      create: { name: 'Neil Gaiman', $link: { year: 1990 } },
    },
    next: { connectOrCreate: { isbn: '978-0', title: 'A sequel', genre: 'novel' } },
  });
  //#endregion
  const { authors } = await store.repo(Book).get({ isbn: book.isbn, include: { authors: true } });
  expect(authors.map(({ name }) => name).sort()).toEqual(['Neil Gaiman', 'Terry Pratchett']);
});

it('does all or nothing, once', async () => {
  await store.repo(Book).create({ isbn: '1', title: 'Solaris', genre: 'novel' });
  const { readerId } = await store.repo(Reader).create({ name: 'Ada', email: 'ada@example.org' });
  const until = new Date('2027-01-01');
  //#region transaction
  const lend = (isbn: string, idempotencyKey: string) =>
    store.transaction(
      async ({ repo }) => {
        const { copies, version } = await repo(Book).get({ isbn });
        if (copies === 0) throw new Error('All copies are lent.');
        await repo(Book).patch({ isbn }, { copies: { increment: -1 } }, { version });
        await repo(Reader).relate({ readerId }, 'loans', { isbn }, { until });
        return { left: copies - 1 };
      },
      { idempotencyKey, timeoutMs: 2_000 },
    );

  await lend('1', 'loan-4711'); // { left: 0 }
  await lend('1', 'loan-4711'); // { left: 0 }: the kept answer, nothing is lent again
  await lend('1', 'loan-4712').catch(({ message }) => message); // All copies are lent.
  //#endregion
  await expect(lend('1', 'loan-4711')).resolves.toEqual({ left: 0 });
  await expect(lend('1', 'loan-4712')).rejects.toThrow('All copies are lent.');
  expect(await store.repo(Book).get({ isbn: '1' })).toMatchObject({ copies: 0 });
});

it('says what is wrong', async () => {
  //#region errors
  const refused = await store
    .repo(Book)
    .create({ isbn: '1', title: '', genre: 'novel' })
    .catch(({ code, field, message }) => ({ code, field, message }));
  // invalid_input, title: what must be true of it
  //#endregion
  expect(refused).toMatchObject({ code: 'invalid_input', field: 'title' });
});
