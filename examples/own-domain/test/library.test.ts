//#region test
import { startTestGraphkeep } from '@graphkeep/sdk/testing';
import { expect, it } from 'vitest';
import { graph } from '../src/definitions.ts';
import { procedures } from '../src/procedures.ts';

const start = () => startTestGraphkeep({ domain: { graph }, procedures });

it('lends the last copy once', async () => {
  await using server = await start();
  const { isbn } = await server.gk.books.create({ isbn: '978-0061054884', title: 'The Dispossessed' });
  const lendTo = (readerId: string) => server.gk.books.lend({ isbn, readerId });
  const outcomes = await Promise.allSettled(['ada', 'bea'].map(lendTo));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await server.gk.books.get({ isbn })).toMatchObject({ copies: 0 });
});

it('shows readers the catalogue, and their own loans alone', async () => {
  await using server = await start();
  const { isbn } = await server.gk.books.create({ isbn: '978-0061054884', title: 'The Dispossessed' });
  await server.gk.books.lend({ isbn, readerId: 'ada' });
  const ada = server.clientFor({ owner: 'ada', scopes: ['library:read'] });
  const bea = server.clientFor({ owner: 'bea', scopes: ['library:read'] });
  const { items } = await ada.loans.list({ include: { book: true } });
  expect(items.map(({ book }) => book?.title)).toEqual(['The Dispossessed']);
  expect(await bea.loans.count()).toBe(0);
  expect(await bea.books.count()).toBe(1);
  await expect(bea.books.lend({ isbn, readerId: 'bea' })).rejects.toMatchObject({ code: 'forbidden' });
});
//#endregion
