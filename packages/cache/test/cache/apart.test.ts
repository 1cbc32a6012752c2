import { testRedis } from '@graphkeep/services';
import { Redis } from 'ioredis';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { fill, writeMany } from '../../src/store/scripts.ts';
import { isReady } from './ready.ts';
import { noteCache } from './stores.ts';

const address = await testRedis();
const raw = address && new Redis(address.url);
afterAll(() => raw?.disconnect());

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});
const open = async () => {
  const { cache, app } = noteCache(stack, address?.url ?? '');
  await isReady(cache);
  const leftOver = async () => (await raw?.keys(`${app}:test:inv:new:*`)) ?? [];
  const inRedis = (id: string) => `${app}:test:v1:shared:${id}`;
  return { cache, app, leftOver, inRedis };
};
/** What zstd cannot make small. */
const long = (id: string) => ({
  text: Array.from({ length: 4_000 }, () => Math.random().toString(36)[3]).join('') + id,
});
const ids = Array.from({ length: 30 }, (_, i) => `${i}`);
const small = { text: 'small' };

describe.skipIf(!raw)('large entries come to Redis apart from the script that puts them in place', () => {
  it('many of one moment, large and small', async () => {
    const { cache, leftOver, inRedis } = await open();
    const notes = ids.map((id) => (Number(id) % 3 === 0 ? small : long(id)));
    const outcomes = await Promise.all(ids.map((id, i) => cache.shared.set(id, notes[i] ?? small)));
    expect(new Set(outcomes)).toEqual(new Set(['applied']));
    expect(await cache.shared.getMany(ids)).toEqual(notes);
    expect(await raw?.pttl(inRedis('1'))).toBeGreaterThan(3_590_000);
    expect(await leftOver()).toEqual([]);
  });

  it('loads too, but not over a change', async () => {
    const { cache, leftOver, inRedis } = await open();
    const notes = ids.map(long);
    const { promise, resolve } = Promise.withResolvers<void>();
    const loads = ids.map((id, i) =>
      cache.shared.getOrLoad(id, async () => {
        await promise;
        return notes[i] ?? small;
      }),
    );
    await expect.poll(() => cache.snapshot().types['shared']?.loads.total).toBe(30);
    await cache.shared.deleteMany(ids.slice(0, 10));
    resolve();
    expect(await Promise.all(loads)).toEqual(notes);
    expect(await cache.shared.getMany(ids)).toEqual(notes.map((note, i) => (i < 10 ? undefined : note)));
    expect(await raw?.pttl(inRedis('20'))).toBeGreaterThan(3_590_000);
    expect(cache.snapshot().types['shared']?.fills).toMatchObject({ stored: 20, fenced: 10 });
    expect(await leftOver()).toEqual([]);
  });

  it('is not done late, and nothing is left of it', async () => {
    if (!raw) return;
    const { app } = await open();
    const names = ['a', 'b', 'log', 'new'].map((name) => `${app}:${name}`);
    const [a = '', b = '', log = '', value = ''] = names;
    expect(
      await writeMany(raw, [a, b, log, value], [1, 'k', 2, '', 60_000, 'small', 60_000], [value, 'large']),
    ).toBe(0);
    expect(
      await fill(raw, [a, b, value], [2, '', '', 60_000, 1, '', 'small', 60_000, 1], [value, 'large']),
    ).toEqual([2, 2]);
    expect(await raw.exists(...names)).toBe(0);
  });
});
