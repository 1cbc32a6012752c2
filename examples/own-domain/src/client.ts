//#region client
import { createGraphkeep, GraphkeepApiError } from '@graphkeep/sdk';
import type { procedures } from './procedures.ts';

const { GRAPHKEEP_URL = 'http://127.0.0.1:4000', GRAPHKEEP_API_KEY = '' } = process.env;
const librarian = createGraphkeep<typeof procedures>({ url: GRAPHKEEP_URL, apiKey: GRAPHKEEP_API_KEY });

const isbn = '978-0061054884';
await librarian.books.create({ isbn, title: 'The Dispossessed' });
const { authorId } = await librarian.authors.create({ name: 'Ursula K. Le Guin' });
await librarian.authors.relate({
  from: { authorId },
  relationship: 'books',
  to: { isbn },
  $link: { year: 1974 },
});
await librarian.books.lend({ isbn, readerId: 'ada' });

// A key for one reader: it sees the catalogue, and its own loans alone.
const { key } = await librarian.system.keys.create({
  name: 'the app of ada',
  scopes: ['library:read'],
  owner: 'ada',
});
const ada = createGraphkeep<typeof procedures>({ url: GRAPHKEEP_URL, apiKey: key });
const { items } = await ada.loans.list({ include: { book: { include: { authors: true } } } });
for (const { book, dueAt } of items) {
  console.log(`${book?.title} by ${book?.authors[0]?.name}, due in ${daysUntil(dueAt)} days`);
}

await librarian.books.lend({ isbn, readerId: 'bea' }).catch((error: unknown) => {
  if (!(error instanceof GraphkeepApiError) || error.code !== 'limit_reached') throw error;
  console.log(error.message);
});
//#endregion

function daysUntil(time: Date): number {
  return Math.round((time.getTime() - Date.now()) / 86_400_000);
}
