import { GraphkeepError } from '@graphkeep/core';
import { beforeEach, expect, it } from 'vitest';
import type { ApiKeyRecord } from '../../src/keys/api-key-node.ts';
import { type KnownKeys, openKnownKeys } from '../../src/keys/known-keys.ts';

const record = { keyId: 'key_1' } as unknown as ApiKeyRecord;
const away = async () => {
  throw new GraphkeepError('unavailable', 'The graph is away.');
};
let ms = 0;
let lookups = 0;
let known: KnownKeys;
const found = async () => {
  lookups++;
  return record;
};

beforeEach(() => {
  [ms, lookups] = [0, 0];
  known = openKnownKeys(() => new Date(ms));
});

it('looks a key up once for all who ask at the same time, and not again for five seconds', async () => {
  await Promise.all([known.find('a', found), known.find('a', found)]);
  ms = 4_999;
  await known.find('a', found);
  expect(lookups).toBe(1);
  ms = 5_000;
  await known.find('a', found);
  expect(lookups).toBe(2);
});

it('keeps nothing of a lookup that a revoke overtook', async () => {
  const before = known.find('a', found);
  known.forget();
  await before;
  expect(await known.find('a', async () => undefined)).toBeUndefined();
});

it('goes by what it knew while the graph is away, for ten minutes, and never by what it knew not', async () => {
  await known.find('a', found);
  await known.find('strange', async () => undefined);
  ms = 599_999;
  expect(await known.find('a', away)).toBe(record);
  expect(await known.find('a', found)).toBe(record);
  expect(lookups).toBe(1);
  await expect(known.find('strange', away)).rejects.toMatchObject({ code: 'unavailable' });
  ms = 605_000;
  await expect(known.find('a', away)).rejects.toMatchObject({ code: 'unavailable' });
});
