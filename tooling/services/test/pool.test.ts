import { expect, test } from 'vitest';
import { Pool } from '../src/daemon/pool.ts';
import type { Server } from '../src/servers/server.ts';

const here = new AbortController().signal;

function launcher() {
  const launched: Server<'redis'>[] = [];
  return {
    launched,
    launch: async () => {
      const server: Server<'redis'> = {
        address: { store: 'redis', url: `redis://${launched.length}` },
        nodes: [{ state: { host: '', port: 0 }, running: true, stop: async () => {}, start: async () => {} }],
        remove: async () => {},
      };
      launched.push(server);
      return server;
    },
  };
}

test('no more servers are started than the pool holds, and the next in line gets the one that comes free', async () => {
  const cleaned: string[] = [];
  const pool = new Pool<'redis'>(2, async ({ address }) => void cleaned.push(address.url));
  const { launched, launch } = launcher();
  const [first] = await Promise.all([pool.take(launch, here), pool.take(launch, here)]);
  const third = pool.take(launch, here);
  const fourth = pool.take(launch, here);
  pool.give(first);
  expect(await third).toBe(first);
  pool.give(first);
  expect(await fourth).toBe(first);
  expect(launched).toHaveLength(2);
  expect(cleaned, 'after each use').toEqual([first.address.url, first.address.url]);
});

test('one that cannot be cleaned is replaced', async () => {
  const pool = new Pool<'redis'>(1, () => Promise.reject(new Error('stuck')));
  const { launch } = launcher();
  const first = await pool.take(launch, here);
  pool.give(first);
  expect(await pool.take(launch, here)).not.toBe(first);
});

test('who leaves the line is passed over', async () => {
  const pool = new Pool<'redis'>(1, async () => {});
  const { launch } = launcher();
  const first = await pool.take(launch, here);
  const leaver = new AbortController();
  const left = pool.take(launch, leaver.signal);
  const stayed = pool.take(launch, here);
  leaver.abort();
  await expect(left).rejects.toThrow('all 1 servers are in use');
  pool.give(first);
  expect(await stayed).toBe(first);
});

test('one that is being cleaned is waited for, not joined by another', async () => {
  const cleaning = Promise.withResolvers<void>();
  const pool = new Pool<'redis'>(2, () => cleaning.promise);
  const { launched, launch } = launcher();
  const first = await pool.take(launch, here);
  pool.give(first);
  const next = pool.take(launch, here);
  cleaning.resolve();
  expect(await next).toBe(first);
  expect(launched).toHaveLength(1);
});

test('the schema of one user is kept for the next of the same, and for no other', async () => {
  const cleaned: string[] = [];
  const pool = new Pool<'redis'>(1, async (_, what) => void cleaned.push(what));
  const { launched, launch } = launcher();
  const use = async (schema?: string) => pool.give(await pool.take(launch, here, schema));
  await use('story');
  expect(cleaned).toEqual(['data']);
  await use('story');
  expect(cleaned).toEqual(['data', 'data']);
  await use('infra');
  expect(cleaned.slice(2), 'of what was left, then its own').toEqual(['all', 'data']);
  await use();
  expect(cleaned.slice(4)).toEqual(['all', 'all']);
  await use();
  expect(cleaned.slice(6), 'as new already').toEqual(['all']);
  expect(launched).toHaveLength(1);
});

test('of those that are free the one with the right schema is taken', async () => {
  const pool = new Pool<'redis'>(2, async () => {});
  const { launch } = launcher();
  const [plain, story] = await Promise.all([pool.take(launch, here), pool.take(launch, here, 'story')]);
  pool.give(plain);
  pool.give(story);
  await Promise.resolve();
  expect(await pool.take(launch, here, 'story')).toBe(story);
  expect(await pool.take(launch, here)).toBe(plain);
});

test('what another schema has left is spared while one that fits is being cleaned', async () => {
  const cleanings: PromiseWithResolvers<void>[] = [];
  const pool = new Pool<'redis'>(2, () => {
    const cleaning = Promise.withResolvers<void>();
    cleanings.push(cleaning);
    return cleaning.promise;
  });
  const { launch } = launcher();
  const [plain, story] = await Promise.all([pool.take(launch, here), pool.take(launch, here, 'story')]);
  pool.give(story);
  pool.give(plain);
  cleanings[0]?.resolve();
  await Promise.resolve();
  const next = pool.take(launch, here);
  cleanings[1]?.resolve();
  expect(await next).toBe(plain);
  expect(await pool.take(launch, here, 'story')).toBe(story);
  expect(cleanings, 'neither was cleaned once more').toHaveLength(2);
});
