import { openGraph } from '@graphkeep/graph';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { library } from './library.ts';

const { Author, Book, Reader } = library;
const store = await openGraph({ graph: library, url: 'memory:' });
afterAll(() => store.close());

beforeAll(async () => {
  await store.repo(Author).createMany([
    {
      name: 'Ursula K. Le Guin',
      books: {
        create: [
          {
            isbn: '1',
            title: 'A Wizard of Earthsea',
            genre: 'novel',
            copies: 4,
            tags: ['magic'],
            $link: { year: 1968 },
          },
          { isbn: '2', title: 'The Dispossessed', genre: 'novel', tags: ['utopia'], $link: { year: 1974 } },
        ],
      },
    },
    {
      name: 'Stanisław Lem',
      books: {
        create: [
          { isbn: '3', title: 'Summa Technologiae', genre: 'science', copies: 2, $link: { year: 1964 } },
          { isbn: '4', title: 'Solaris', genre: 'novel', tags: ['ocean', 'memory'], $link: { year: 1961 } },
        ],
      },
    },
  ]);
});

it('filters', async () => {
  //#region where
  const { items } = await store.repo(Book).find({
    where: {
      genre: 'novel', // a bare value means eq
      copies: { gte: 1, lt: 5 },
      title: { contains: 'the', ignoreCase: true },
      OR: [{ tags: { hasSome: ['utopia', 'ocean'] } }, { cover: { ne: null } }],
      NOT: { authors: { some: { name: 'Stanisław Lem', $link: { year: { lt: 1962 } } } } },
    },
    orderBy: { title: 'asc' },
  });
  //#endregion
  expect(items.map(({ title }) => title)).toEqual(['The Dispossessed']);
});

it('chooses fields and what is related', async () => {
  //#region include
  const book = await store.repo(Book).get({
    isbn: '4',
    select: { title: true },
    include: {
      authors: {
        include: { books: { where: { isbn: { ne: '4' } }, orderBy: { $link: { year: 'desc' } }, limit: 5 } },
      },
      next: true,
    },
  });
  const others = book.authors.flatMap((author) =>
    author.books.map(({ title, $link }) => `${title}, ${$link.year}`),
  );
  //#endregion
  expect(others).toEqual(['Summa Technologiae, 1964']);
  expect(book.next).toBeNull();
  expect(Object.keys(book).sort()).toEqual(['authors', 'next', 'title']);
});

it('pages both ways', async () => {
  //#region pages
  const query = { where: { copies: { gte: 1 } }, orderBy: { title: 'asc' }, limit: 3 } as const;
  const first = await store.repo(Book).find(query);
  const second = await store.repo(Book).find({ ...query, after: first.next ?? '' });
  const again = await store.repo(Book).find({ ...query, before: second.previous ?? '' });
  //#endregion
  expect(again.items).toEqual(first.items);
  expect(second.next).toBeNull();
});

it('reads one by one, however many there are', async () => {
  const titles: string[] = [];
  //#region stream
  for await (const { title } of store.repo(Book).stream({ orderBy: { title: 'asc' } })) titles.push(title);
  //#endregion
  expect(titles).toHaveLength(4);
});

it('looks for one, for some, for how many', async () => {
  //#region others
  const books = store.repo(Book);
  await books.first({ where: { genre: 'science' } }); // a book or null
  await books.getMany([{ isbn: '2' }, { isbn: '1' }]); // in this order, without those that are not there
  await books.count({ where: { genre: 'novel' } }); // 3
  await books.exists({ where: { tags: { isEmpty: true } } }); // true
  //#endregion
  expect(
    (await books.getMany([{ isbn: '2' }, { isbn: '9' }, { isbn: '1' }])).map(({ isbn }) => isbn),
  ).toEqual(['2', '1']);
  expect(await books.count({ where: { genre: 'novel' } })).toBe(3);
  expect(await books.exists({ where: { tags: { isEmpty: true } } })).toBe(true);
});

it('reckons', async () => {
  //#region aggregate
  const { count, sum, max } = await store
    .repo(Book)
    .aggregate({ count: true, sum: ['copies'], max: ['title'] });
  const genres = await store
    .repo(Book)
    .groupBy({ by: ['genre'], count: true, avg: ['copies'], orderBy: { count: 'desc' } });
  // [{ by: { genre: 'novel' }, count: 3, avg: { copies: 2 } }, { by: { genre: 'science' }, count: 1, avg: { copies: 2 } }]
  //#endregion
  expect([count, sum.copies, max.title]).toEqual([4, 8, 'The Dispossessed']);
  expect(genres).toEqual([
    { by: { genre: 'novel' }, count: 3, avg: { copies: 2 } },
    { by: { genre: 'science' }, count: 1, avg: { copies: 2 } },
  ]);
});

it('shows an owner its own', async () => {
  const ada = await store.repo(Reader).create({ name: 'Ada', email: 'ada@example.org' });
  const bob = await store.repo(Reader).create({ name: 'Bob', email: 'bob@example.org' });
  await store.repo(Reader).relate({ readerId: ada.readerId }, 'loans', { isbn: '4' }, { until: new Date() });
  //#region owner
  const hers = store.ownedBy(ada.readerId);
  await hers.repo(Reader).count(); // 1: herself
  const { readers } = await hers.repo(Book).get({ isbn: '4', include: { readers: true } });
  await hers
    .repo(Reader)
    .get({ readerId: bob.readerId })
    .catch(({ code }) => code); // not_found
  //#endregion
  expect(readers.map(({ name }) => name)).toEqual(['Ada']);
  expect(await hers.repo(Reader).count()).toBe(1);
  await expect(hers.repo(Reader).get({ readerId: bob.readerId })).rejects.toMatchObject({
    code: 'not_found',
  });
});
