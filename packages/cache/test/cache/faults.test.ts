import { randomBytes } from 'node:crypto';
import { pauseProcess, type TcpProxy } from '@graphkeep/faults';
import { testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { Redis } from 'ioredis';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { OpenCacheOptions } from '../../src/index.ts';
import { isReady } from './ready.ts';
import { type NoteTypes, noteCache, proxyTo } from './stores.ts';

const server = await testRedis({ isolated: true });
const url = server?.url ?? '';
const raw = server && new Redis(url, { maxRetriesPerRequest: null });
afterAll(() => raw?.disconnect());

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
  expect(unhandled).toEqual([]);
});
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);
process.on('unhandledRejection', note);
afterAll(() => process.off('unhandledRejection', note));

const breaker = { halfOpenAfterMs: 100 };
const impatient = { breaker, readTimeout: '100ms' } as const;
/** A cache whose way to Redis can be disturbed, and one that is left alone. */
const pair = async (options: Partial<OpenCacheOptions<NoteTypes>> = { breaker }) => {
  const proxy = stack.use(await proxyTo(url));
  const { cache: a, app } = noteCache(stack, `redis://127.0.0.1:${proxy.port}`, options);
  const { cache: b } = noteCache(stack, url, { app, breaker });
  await Promise.all([isReady(a), isReady(b)]);
  return { a, b, app, proxy };
};
const took = async <T>(work: Promise<T>): Promise<{ value: T; ms: number }> => {
  const began = performance.now();
  const value = await work;
  return { value, ms: performance.now() - began };
};
const one = { text: 'one' };
const two = { text: 'two' };

describe.skipIf(!server)('Redis', () => {
  it('frozen: reads go to the loader in time, soon without asking, and it is used again', async () => {
    const { cache } = noteCache(stack, url, impatient);
    await isReady(cache);
    await cache.shared.set('1', one);
    if (server?.pid === undefined) return;
    {
      using _ = pauseProcess(server.pid);
      const first = await took(cache.shared.getOrLoad('1', async () => two));
      expect(first.value).toEqual(two);
      expect(first.ms).toBeLessThan(1_000);
      await eventually(async () => {
        await cache.shared.get('x');
        expect(cache.snapshot().redis?.state).not.toBe('ready');
      });
      const later = await took(cache.shared.getOrLoad('2', async () => two));
      expect(later.ms).toBeLessThan(50);
      expect(await cache.shared.set('3', one)).toBe('queued');
    }
    await isReady(cache);
    expect(await cache.shared.get('1')).toEqual(one);
  });

  const faults: Record<string, (proxy: TcpProxy) => void> = {
    refused: (proxy) => {
      proxy.refuse();
      proxy.reset();
    },
    'reset in the middle of a reply': (proxy) => proxy.cut({ way: 'down', afterBytes: 20 }),
    'swallowing all': (proxy) => proxy.blackHole(),
    'answering after a second': (proxy) => proxy.latency({ down: 1_000 }),
  };
  it.each(Object.entries(faults))(
    '%s: reads are answered, deletes are kept and brought over',
    async (_, disturb) => {
      const { a, b, proxy } = await pair(impatient);
      await a.shared.set('1', one);
      await a.owned.set('1', { ...one, owner: 'x' });
      await a.note.set('1', one);
      disturb(proxy);
      const loaded = await took(a.shared.getOrLoad('1', async () => two));
      expect([one, two]).toContainEqual(loaded.value);
      expect(loaded.ms).toBeLessThan(1_000);
      expect((await took(a.note.get('1'))).value).toEqual(one);
      const [deleted, tagged] = await Promise.all([took(a.shared.delete('1')), took(a.deleteTag('owner:x'))]);
      expect([deleted.value, tagged.value]).toEqual(['queued', 'queued']);
      expect(Math.max(deleted.ms, tagged.ms)).toBeLessThan(2_500);
      expect(await a.shared.get('1')).toBeUndefined();
      expect(await a.owned.get('1')).toBeUndefined();
      proxy.clear();
      await isReady(a);
      expect(a.snapshot().redis?.queued).toBe(0);
      expect(await a.shared.get('1')).toBeUndefined();
      await b.caughtUp();
      expect(await b.shared.get('1')).toBeUndefined();
      expect(await b.owned.get('1')).toBeUndefined();
    },
  );

  it('back again: what was deleted meanwhile is deleted before anything is read', async () => {
    const { a, b, proxy } = await pair();
    const ids = Array.from({ length: 300 }, (_, i) => `${i}`);
    await a.shared.setMany(ids.map((id) => [id, one]));
    proxy.refuse();
    proxy.reset();
    await eventually(() => expect(a.snapshot().redis?.state).not.toBe('ready'));
    expect(await a.shared.deleteMany(ids)).toBe('queued');
    await b.shared.set('7', two);
    proxy.clear();
    const seen = new Set<unknown>();
    await vi.waitFor(
      async () => {
        for (const note of await a.shared.getMany(ids)) seen.add(note?.text);
        expect(a.snapshot().redis?.state).toBe('ready');
      },
      { timeout: 10_000, interval: 1 },
    );
    expect([...seen]).toEqual([undefined]);
    expect((await b.shared.getMany(ids)).filter(Boolean)).toEqual([]);
  });

  it('away for so many deletes that they cannot be kept: the whole type is ended', async () => {
    const proxy = stack.use(await proxyTo(url));
    const { cache: a, app } = noteCache(stack, `redis://127.0.0.1:${proxy.port}`, { breaker, maxQueued: 10 });
    const { cache: b } = noteCache(stack, url, { app });
    await Promise.all([isReady(a), isReady(b)]);
    await a.shared.setMany(Array.from({ length: 30 }, (_, i) => [`${i}`, one]));
    await b.owned.set('1', one);
    proxy.refuse();
    proxy.reset();
    await eventually(() => expect(a.snapshot().redis?.state).not.toBe('ready'));
    for (let i = 0; i < 20; i += 1) await a.shared.delete(`${i}`);
    expect(a.snapshot().redis?.queued).toBeLessThanOrEqual(10);
    proxy.clear();
    await isReady(a);
    await b.caughtUp();
    expect(await b.shared.get('29')).toBeUndefined();
    expect(await b.owned.get('1')).toEqual(one);
  });

  it('asked by one probe at a time while it does not answer', async () => {
    const { a, proxy } = await pair(impatient);
    proxy.blackHole('down');
    await eventually(async () => {
      await a.shared.get('1');
      expect(a.snapshot().redis?.state).not.toBe('ready');
    });
    const before = proxy.counters.bytesUp;
    await Promise.all(Array.from({ length: 500 }, (_, i) => a.shared.get(`${i}`)));
    // At most a probe: no word of the five hundred.
    expect(proxy.counters.bytesUp - before).toBeLessThan(500);
  });

  it('with a bad entry: a miss, taken away, and nothing more', async () => {
    const { a, app } = await pair();
    const bad = { foreign: 'hello', list: undefined, damaged: Buffer.from('GK1v12345678'.padEnd(80, '\0')) };
    for (let round = 0; round < 20; round += 1)
      for (const [id, data] of Object.entries(bad)) {
        const key = `${app}:test:v1:shared:${id}`;
        await raw?.del(key);
        if (data === undefined) await raw?.rpush(key, 'a');
        else await raw?.set(key, data);
        expect(await a.shared.get(id)).toBeUndefined();
        expect(await a.shared.getOrLoad(id, async () => one)).toEqual(one);
        expect(await a.shared.get(id)).toEqual(one);
      }
    expect(a.snapshot().redis?.state).toBe('ready');
    expect(Object.keys(a.snapshot().types['shared']?.corrupt ?? {}).toSorted()).toEqual([
      'foreign',
      'truncated',
    ]);
  });

  it('that has forgotten the scripts is told them again', async () => {
    const { a } = await pair();
    await a.shared.set('1', one);
    await raw?.script('FLUSH');
    expect(await a.shared.set('1', two)).toBe('applied');
    expect(await a.shared.get('1')).toEqual(two);
    expect(a.snapshot().redis).toMatchObject({ state: 'ready', failures: 0 });
  });

  it('full: deletes still take away, and are told when there is room', async () => {
    const { a, b } = await pair();
    await a.note.set('1', one);
    expect(await b.note.get('1')).toEqual(one);
    await raw?.config('SET', 'maxmemory', '1');
    try {
      expect(await a.note.delete('1')).toBe('queued');
      expect(await a.note.set('2', one)).toBe('queued');
      const large = { text: randomBytes(4_000).toString('hex') };
      expect(await a.note.setMany(Array.from({ length: 5 }, (_, i) => [`${i}`, large]))).toBe('queued');
      expect(await raw?.keys('*:inv:new:*')).toEqual([]);
      expect(await a.note.get('1')).toEqual(large);
      expect(await a.note.delete('1')).toBe('queued');
      expect(await a.note.get('1')).toBeUndefined();
      expect(a.snapshot().redis?.state).toBe('ready');
    } finally {
      await raw?.config('SET', 'maxmemory', '0');
    }
    await eventually(() => expect(a.snapshot().redis?.queued).toBe(0));
    await b.caughtUp();
    expect(await b.note.get('1')).toBeUndefined();
  });

  it('that takes no writes for now: reads go on, deletes wait', async () => {
    const { a, b } = await pair();
    await a.shared.set('1', one);
    await raw?.replicaof('127.0.0.1', 1);
    try {
      expect(await a.shared.delete('1')).toBe('queued');
      expect(await a.shared.get('1')).toBeUndefined();
      expect(await a.shared.getOrLoad('1', async () => two)).toEqual(two);
    } finally {
      await raw?.replicaof('NO', 'ONE');
    }
    await isReady(a);
    await eventually(() => expect(a.snapshot().redis?.queued).toBe(0));
    expect(await b.shared.get('1')).toBeUndefined();
  });

  it('restarted empty: what was held is given up, and all works on', async () => {
    const { a, b } = await pair();
    await a.note.set('1', one);
    expect(await b.note.get('1')).toEqual(one);
    await raw?.flushall();
    await server?.stop('SIGKILL');
    await server?.start();
    await Promise.all([isReady(a), isReady(b)]);
    await eventually(() => expect(b.note.peek('1')).toBeUndefined());
    // What was written under epochs that are lost is not found: until all have noticed.
    await eventually(async () => {
      expect(await a.note.set('1', two)).toBe('applied');
      expect(await b.note.get('1')).toEqual(two);
    });
  });

  it('back with what was there before the last changes: they are made once more', async () => {
    const { a, b, app, proxy } = await pair();
    const keys = ['v1:shared:1', 'v1:shared:2', 'v1:owned:1', 'tag:owner:x'].map(
      (key) => `${app}:test:${key}`,
    );
    await a.shared.setMany([
      ['1', one],
      ['2', one],
    ]);
    await a.owned.set('1', { ...one, owner: 'x' });
    const before = await Promise.all(keys.map(async (key) => raw?.getBuffer(key)));
    await a.shared.delete('1');
    await a.shared.set('2', two);
    await a.deleteTag('owner:x');
    proxy.refuse();
    proxy.reset();
    await eventually(() => expect(a.snapshot().redis?.state).not.toBe('ready'));
    // As a replica that was behind, or a file that was a second old.
    for (const [i, key] of keys.entries()) await raw?.set(key, before[i] ?? '');
    proxy.clear();
    await isReady(a);
    await b.caughtUp();
    expect(await b.shared.getMany(['1', '2'])).toEqual([undefined, undefined]);
    expect(await b.owned.get('1')).toBeUndefined();
  });

  it('that was never there: a cache in the process, and no error', async () => {
    const { cache } = noteCache(stack, 'redis://127.0.0.1:1');
    expect(await cache.note.set('1', one)).toBe('queued');
    expect(await cache.note.get('1')).toEqual(one);
    expect(await cache.note.getOrLoad('2', async () => two)).toEqual(two);
    expect(await cache.note.get('2')).toEqual(two);
    expect(await cache.note.delete('2')).toBe('queued');
    expect(await cache.note.get('2')).toBeUndefined();
    expect(await cache.note.getMany(['1', '2'])).toEqual([one, undefined]);
  });
});
