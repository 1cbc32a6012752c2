import { afterAll, expect, it } from 'vitest';
import { cached } from '../../src/helpers/cached.ts';
import { cacheType, defineCacheTypes, openCache } from '../../src/index.ts';

const cache = openCache({
  types: defineCacheTypes({ sum: cacheType<number>({ ttl: '1h' }) }),
  app: 'a',
  env: 'test',
});
afterAll(() => cache.close());

it('a cached function runs once for its arguments, until it is told to forget', async () => {
  let runs = 0;
  const sum = cached(
    cache.sum,
    async (a: number, b: number) => {
      runs += 1;
      return a + b;
    },
    { key: (a, b) => `${a}+${b}` },
  );
  expect(await Promise.all([sum(1, 2), sum(1, 2), sum(2, 2)])).toEqual([3, 3, 4]);
  expect(runs).toBe(2);
  expect(await sum(1, 2)).toBe(3);
  expect(runs).toBe(2);
  await sum.forget(1, 2);
  expect(await sum(1, 2)).toBe(3);
  expect(runs).toBe(3);
});

it('a cached function that throws is run again', async () => {
  let runs = 0;
  const failing = cached(
    cache.sum,
    async (_: string): Promise<number> => {
      runs += 1;
      throw new Error('no');
    },
    { key: (name) => name },
  );
  await expect(failing('x')).rejects.toThrow('no');
  await expect(failing('x')).rejects.toThrow('no');
  expect(runs).toBe(2);
});
