import { secretOf } from '@graphkeep/core';
import { expect, it } from 'vitest';
import { openBookmarks } from '../src/bookmarks.ts';

const root = secretOf('a secret of 32 characters or more, at least');
const now = new Date('2026-01-02T03:04:05Z');
const store = (own: readonly string[] = []) => {
  const received: unknown[] = [];
  return {
    received,
    exportBookmarks: async (owner?: string) => own.map((one) => `${one} of ${owner}`),
    receiveBookmarks: async (bookmarks: readonly string[], owner?: string) =>
      void received.push([owner, bookmarks]),
  };
};
const given = async (secrets: Parameters<typeof openBookmarks>[1], at = now) =>
  (await openBookmarks(store(['bm:1', 'bm:2']), secrets, () => at)('ada').give()) ?? '';

it('carries what one server has written to another', async () => {
  const other = store();
  await openBookmarks(other, { root }, () => now)('ada').take(await given({ root }));
  expect(other.received).toEqual([['ada', ['bm:1 of ada', 'bm:2 of ada']]]);
});

it('gives nothing where nothing has to be waited for', async () => {
  expect(await openBookmarks(store(), { root }, () => now)('ada').give()).toBeUndefined();
});

it('takes those of before a change of the secret', async () => {
  const other = store();
  const bookmarks = openBookmarks(other, { root: secretOf('another'), previous: root }, () => now)('ada');
  await bookmarks.take(await given({ root }));
  expect(other.received).toHaveLength(1);
});

it('does not wait for what was written long ago', async () => {
  const other = store();
  const later = () => new Date(now.getTime() + 300_000);
  await openBookmarks(other, { root }, later)('ada').take(await given({ root }));
  expect(other.received).toEqual([]);
});

it.each<[string, (right: string) => string]>([
  ['of another secret', () => 'YQ.47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
  ['that was changed', (right) => `A${right}`],
  ['without a seal', (right) => right.split('.')[0] ?? ''],
  ['of two seals', (right) => `${right}.${right}`],
  ['that is empty', () => ''],
  ['as the store has it', () => 'bm:1'],
  ['that is long', () => `${'x'.repeat(7_000)}.x`],
])('refuses one %s', async (_, wrong) => {
  const other = store();
  const bookmarks = openBookmarks(other, { root }, () => now)('ada');
  await expect(bookmarks.take(wrong(await given({ root })))).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'bookmarks',
  });
  expect(other.received).toEqual([]);
});
