import { openWriteBehind } from '@graphkeep/cache';
import { GraphkeepError } from '@graphkeep/core';
import { expect, it } from 'vitest';

it('answers at once and writes later', async () => {
  const connection = undefined; // in this process alone
  const database = new Map<string, { isbn: string; reader: string }>();
  const errors: unknown[] = [];
  let away = true;
  const insert = async (key: string, view: { isbn: string; reader: string }) => {
    if (view.isbn === '') throw new Error('A view needs a book.');
    database.set(key, view);
  };
  //#region open
  const views = openWriteBehind<{ isbn: string; reader: string }>(connection, {
    prefix: 'library:production:',
    name: 'views',
    batchSize: 500,
    maxDeliveries: 3,
    async write(items) {
      if (away) throw new GraphkeepError('unavailable', 'The database is away.'); // waited for, however long
      for (const { key, value } of items) await insert(key, value); // the same key at each delivery
    },
    onError: (error) => errors.push(error),
  });
  await views.push({ isbn: '1', reader: 'rea_ada' }, { key: 'view-4711' });
  await views.push({ isbn: '1', reader: 'rea_ada' }, { key: 'view-4711' }); // counts once
  //#endregion
  await expect.poll(() => errors.length).toBeGreaterThan(0);
  expect(await views.state()).toMatchObject({ backlog: 1, dead: 0 });
  away = false;
  await expect.poll(() => [...database.keys()], { timeout: 5_000 }).toEqual(['view-4711']);

  await views.push({ isbn: '', reader: 'rea_ada' }, { key: 'view-4712' });
  await expect.poll(async () => (await views.state()).dead, { timeout: 5_000 }).toBe(1);
  //#region dead-letters
  const { backlog, dead, oldestMs } = await views.state();
  for (const { id, item, reason } of await views.deadLetters.page()) {
    if (item === undefined || item.value.isbn === '') await views.deadLetters.remove(id);
    else await views.deadLetters.retry(id); // at the end of the queue again
    errors.push(reason);
  }
  //#endregion
  expect([backlog, dead, oldestMs]).toEqual([0, 1, null]);
  expect(errors.at(-1)).toBe('A view needs a book.');
  //#region close
  const { left } = await views.close({ drainMs: 10_000 }); // 0: all is written
  //#endregion
  expect(left).toBe(0);
  expect(await views.state()).toMatchObject({ backlog: 0, dead: 0 });
});
