import { openGraph, withHooks } from '@graphkeep/graph';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { library } from './library.ts';

const { Author, Book } = library;
const store = await openGraph({ graph: library, url: 'memory:' });
afterAll(() => store.close());
beforeAll(async () => {
  await store.repo(Author).create({
    name: 'Ursula K. Le Guin',
    books: {
      create: [
        { isbn: '1', title: 'A Wizard of Earthsea', genre: 'novel', taste: [1, 0, 0], $link: { year: 1968 } },
        { isbn: '2', title: 'The Dispossessed', genre: 'novel', taste: [0, 1, 0], $link: { year: 1974 } },
      ],
    },
  });
  await store.repo(Book).create({ isbn: '3', title: 'Tehanu', genre: 'novel', taste: [0.9, 0.1, 0] });
  await store.repo(Book).relate({ isbn: '1' }, 'next', { isbn: '3' });
});

it('finds by words, and by likeness', async () => {
  //#region search
  const byWords = await store.repo(Book).search({ text: 'earthsea wizard', limit: 5 });
  const alike = await store
    .repo(Book)
    .nearest({ field: 'taste', vector: [1, 0, 0], where: { isbn: { ne: '1' } }, limit: 1 });
  const titles = [...byWords, ...alike].map(({ node, score }) => `${node.title}: ${score.toFixed(2)}`);
  //#endregion
  expect(titles.map((title) => title.split(':')[0])).toEqual(['A Wizard of Earthsea', 'Tehanu']);
});

it('walks', async () => {
  //#region paths
  const [shortest] = await store
    .repo(Book)
    .paths({ from: { isbn: '2' }, to: { isbn: '3' }, through: ['authors', 'books', 'next'] });
  const way = shortest?.nodes.map((node) =>
    node.$label === 'Author' ? node.name : node.$label === 'Book' && node.title,
  );
  const around = await store
    .repo(Book)
    .subgraph({ from: { isbn: '1' }, through: ['authors', 'next'], depth: 1 });
  //#endregion
  expect(way).toEqual(['The Dispossessed', 'Ursula K. Le Guin', 'A Wizard of Earthsea', 'Tehanu']);
  expect(around.nodes).toHaveLength(3);
});

it('hooks by composition', async () => {
  const made: string[] = [];
  //#region hooks
  const books = withHooks(store.repo(Book), {
    before: { create: (input) => ({ ...input, title: input.title.trim() }) },
    after: { create: ({ title }) => void made.push(title) },
  });
  await books.create({ isbn: '4', title: ' Eden ', genre: 'novel' });
  //#endregion
  expect(made).toEqual(['Eden']);
});
