import { eventually } from '@graphkeep/test/eventually';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  byActivity,
  type Cache,
  cacheType,
  defineCacheTypes,
  type OpenCacheOptions,
  openCache,
} from '../../src/index.ts';

interface Note {
  readonly text: string;
  readonly seenAt?: number;
  readonly owner?: string;
}

const types = defineCacheTypes({
  plain: cacheType<Note>({ ttl: '1m', jitter: 0 }),
  spread: cacheType<Note>({ ttl: '1m', jitter: 0.5 }),
  sliding: cacheType<Note>({ ttl: '1m', policy: 'sliding', jitter: 0 }),
  active: cacheType<Note>({ ttl: '1m', policy: byActivity(({ seenAt = 0 }) => seenAt), jitter: 0 }),
  negative: cacheType<Note>({ ttl: '1m', negative: '10s', jitter: 0 }),
  graced: cacheType<Note>({
    ...{ ttl: '1m', grace: '1h', jitter: 0, retryAfter: '10s', hardTimeout: '2s' },
    tags: ({ owner }) => (owner === undefined ? [] : [owner]),
  }),
  hurried: cacheType<Note>({ ttl: '1m', grace: '1h', jitter: 0, softTimeout: '20ms', hardTimeout: '2s' }),
  swr: cacheType<Note>({ ttl: '1m', staleWhileRevalidate: '1m', jitter: 0 }),
  early: cacheType<Note>({ ttl: '1m', refreshAhead: 0.8, jitter: 0 }),
  pair: cacheType<Note, { readonly a: string; readonly b: number }>({
    ttl: '1m',
    id: ({ a, b }) => `${a}:${b}`,
  }),
});

let now = 0;
const caches: Cache<typeof types>[] = [];
const open = (options: Partial<OpenCacheOptions<typeof types>> = {}) => {
  now = 1_700_000_000_000;
  const cache = openCache({ types, app: 'app', env: 'test', now: () => now, ...options });
  caches.push(cache);
  return cache;
};
const pass = (ms: number): void => {
  now += ms;
};
afterEach(() => Promise.all(caches.splice(0).map((cache) => cache.close())));

const one = { text: 'one' };
const two = { text: 'two' };
/** A loader whose end is in the test's hands. */
const held = () => {
  const { promise, resolve, reject } = Promise.withResolvers<Note>();
  const load = vi.fn((_: { readonly signal: AbortSignal }) => promise);
  return { load, resolve, reject };
};
const failing = () => vi.fn(async (): Promise<Note> => Promise.reject(new Error('the store is away')));

describe('life', () => {
  it('is the ttl of the type, or that of the configuration', async () => {
    const cache = open({ ttl: { spread: '1s' } });
    await cache.plain.set('1', one);
    await cache.spread.set('1', one);
    pass(1_001);
    expect([await cache.plain.get('1'), await cache.spread.get('1')]).toEqual([one, undefined]);
    pass(59_000);
    expect(await cache.plain.get('1')).toBeUndefined();
  });

  it('differs by chance', async () => {
    const cache = open();
    await cache.spread.setMany(Array.from({ length: 200 }, (_, i) => [`${i}`, one]));
    pass(45_000);
    const left = (await cache.spread.getMany(Array.from({ length: 200 }, (_, i) => `${i}`))).filter(Boolean);
    expect(left.length).toBeGreaterThan(50);
    expect(left.length).toBeLessThan(150);
  });

  it('is renewed by use where it slides', async () => {
    const cache = open();
    await cache.sliding.set('1', one);
    await cache.plain.set('1', one);
    for (let i = 0; i < 5; i += 1) {
      pass(40_000);
      expect(await cache.sliding.get('1')).toEqual(one);
    }
    expect(await cache.plain.get('1')).toBeUndefined();
    pass(61_000);
    expect(await cache.sliding.get('1')).toBeUndefined();
  });

  it('depends on how long ago somebody was active', async () => {
    const cache = open();
    const minutes = 60_000;
    await cache.active.set('now', { text: 'a', seenAt: now });
    await cache.active.set('lately', { text: 'b', seenAt: now - 20 * minutes });
    await cache.active.set('long ago', { text: 'c', seenAt: now - 60 * minutes });
    const there = async () =>
      (await cache.active.getMany(['now', 'lately', 'long ago'])).map((note) => note?.text);
    pass(9 * minutes);
    expect(await there()).toEqual(['a', 'b', 'c']);
    pass(2 * minutes);
    expect(await there()).toEqual(['a', 'b', undefined]);
    pass(20 * minutes);
    expect(await there()).toEqual(['a', undefined, undefined]);
    expect(await cache.active.touch('now')).toBe(true);
    pass(59 * minutes);
    expect(await there()).toEqual(['a', undefined, undefined]);
  });

  it('is renewed by touch, where it is not over', async () => {
    const cache = open();
    await cache.plain.set('1', one);
    pass(50_000);
    expect(await cache.plain.touch('1')).toBe(true);
    pass(50_000);
    expect(await cache.plain.get('1')).toEqual(one);
    pass(50_000);
    expect(await cache.plain.touch('1')).toBe(false);
  });
});

describe('loading', () => {
  it('runs once for a hundred callers', async () => {
    const cache = open();
    const { load, resolve } = held();
    const all = Promise.all(Array.from({ length: 100 }, () => cache.plain.getOrLoad('1', load)));
    await eventually(() => expect(load).toHaveBeenCalled());
    resolve(one);
    expect(new Set(await all)).toEqual(new Set([one]));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('tells all of them when it fails, runs never twice at once, and is tried anew by the next', async () => {
    const cache = open();
    let running = 0;
    const load = vi.fn(async (): Promise<Note> => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      running -= 1;
      throw new Error('the store is away');
    });
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => cache.plain.getOrLoad('1', load)));
    expect(all.every(({ status }) => status === 'rejected')).toBe(true);
    await expect(cache.plain.getOrLoad('1', load)).rejects.toThrow('the store is away');
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('goes on when one of those who wait goes away, and ends when all do', async () => {
    const cache = open();
    const first = held();
    const patient = cache.plain.getOrLoad('1', first.load);
    const leaving = new AbortController();
    const impatient = cache.plain.getOrLoad('1', first.load, { signal: leaving.signal });
    await eventually(() => expect(first.load).toHaveBeenCalled());
    leaving.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'cancelled' });
    first.resolve(one);
    expect(await patient).toEqual(one);

    const second = held();
    const all = new AbortController();
    const waiting = [1, 2].map(() => cache.plain.getOrLoad('2', second.load, { signal: all.signal }));
    await eventually(() => expect(second.load).toHaveBeenCalled());
    all.abort();
    for (const { reason } of (await Promise.allSettled(waiting)) as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'cancelled' });
    expect(second.load.mock.calls[0]?.[0].signal.aborted).toBe(true);
  });

  it('ends at its hard time-out, whatever the loader does', async () => {
    const cache = open();
    const { load } = held();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const waiting = expect(cache.graced.getOrLoad('1', load)).rejects.toMatchObject({ code: 'timeout' });
      await vi.advanceTimersByTimeAsync(2_001);
      await waiting;
    } finally {
      vi.useRealTimers();
    }
    expect(load.mock.calls[0]?.[0].signal.aborted).toBe(true);
    expect(cache.snapshot().types['graced']?.loads).toMatchObject({ total: 1, failed: 1, timedOut: 1 });
  });

  it('is refused when too many wait', async () => {
    const cache = open({ maxLoads: 2 });
    const { load, resolve } = held();
    const all = ['1', '2', '3', '4'].map((id) => cache.plain.getOrLoad(id, load));
    await eventually(() => expect(cache.snapshot().loading).toEqual({ running: 2, waiting: 2 }));
    expect(load).toHaveBeenCalledTimes(2);
    resolve(one);
    await Promise.all(all);
    expect(load).toHaveBeenCalledTimes(4);
  });

  it('remembers null where the type says so, and undefined never', async () => {
    const cache = open();
    const nothing = vi.fn(async () => null);
    for (let i = 0; i < 2; i += 1) expect(await cache.negative.getOrLoad('1', nothing)).toBeNull();
    expect(nothing).toHaveBeenCalledTimes(1);
    expect(await cache.negative.get('1')).toBeNull();
    pass(10_001);
    expect(await cache.negative.get('1')).toBeUndefined();
    for (let i = 0; i < 2; i += 1) expect(await cache.plain.getOrLoad('1', nothing)).toBeNull();
    const unknown = vi.fn(async () => undefined);
    for (let i = 0; i < 2; i += 1) expect(await cache.negative.getOrLoad('2', unknown)).toBeUndefined();
    expect([nothing.mock.calls.length, unknown.mock.calls.length]).toEqual([3, 2]);
  });

  it('is begun early in the background', async () => {
    const cache = open();
    await cache.early.set('1', one);
    const load = vi.fn(async () => two);
    pass(47_000);
    expect(await cache.early.getOrLoad('1', load)).toEqual(one);
    expect(load).not.toHaveBeenCalled();
    pass(2_000);
    expect(await cache.early.getOrLoad('1', load)).toEqual(one);
    await eventually(async () => expect(await cache.early.get('1')).toEqual(two));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('hands the bookmarks of deletes to the loader', async () => {
    const cache = open();
    await cache.plain.delete('1', { bookmark: 'b1' });
    await cache.deleteTag('owner', { bookmark: 'b2' });
    const load = vi.fn(async ({ bookmarks }: { readonly bookmarks: readonly string[] }) => ({
      text: bookmarks.join(),
    }));
    expect(await cache.plain.getOrLoad('1', load, { tags: ['owner'] })).toEqual({ text: 'b1,b2' });
  });

  it('fetches in the background what comes next', async () => {
    const fetched: string[] = [];
    const cache = open({ prefetch: { plain: ({ text }, id) => fetched.push(`${id}:${text}`) } });
    await cache.plain.getOrLoad('1', async () => one);
    await eventually(() => expect(fetched).toEqual(['1:one']));
    await cache.plain.getOrLoad('1', async () => one);
    expect(fetched).toHaveLength(1);
  });

  it('does not keep what was changed while it was loaded', async () => {
    const cache = open();
    for (const change of [
      () => cache.graced.delete('1'),
      () => cache.graced.set('1', two),
      () => cache.deleteTag('x'),
      () => cache.graced.clear(),
    ]) {
      const { load, resolve } = held();
      const loading = cache.graced.getOrLoad('1', load);
      await eventually(() => expect(load).toHaveBeenCalled());
      await change();
      resolve({ ...one, owner: 'x' });
      await loading;
      expect(await cache.graced.get('1')).not.toMatchObject(one);
      await cache.graced.delete('1');
    }
  });

  it('is not joined by those who come after a delete', async () => {
    const cache = open();
    for (const change of [
      () => cache.graced.delete('1'),
      () => cache.deleteTag('x'),
      () => cache.graced.clear(),
    ]) {
      const { load, resolve } = held();
      const before = cache.graced.getOrLoad('1', load);
      await eventually(() => expect(load).toHaveBeenCalled());
      await change();
      const after = cache.graced.getOrLoad('1', async () => two);
      resolve({ ...one, owner: 'x' });
      expect([await before, await after]).toEqual([{ ...one, owner: 'x' }, two]);
      await cache.graced.delete('1');
    }
  });
});

describe('grace', () => {
  it('serves what is past its life when loading fails, and tries again only after a while counted from now', async () => {
    const cache = open();
    await cache.graced.set('1', one);
    pass(30 * 60_000);
    const load = failing();
    expect(await cache.graced.getOrLoad('1', load)).toEqual(one);
    expect(await cache.graced.getOrLoad('1', load)).toEqual(one);
    expect(load).toHaveBeenCalledTimes(1);
    pass(10_001);
    expect(await cache.graced.getOrLoad('1', load)).toEqual(one);
    expect(load).toHaveBeenCalledTimes(2);
    expect(await cache.graced.get('1')).toBeUndefined();
    expect(await cache.graced.getEntry('1', { stale: true })).toMatchObject({ value: one, stale: true });
    pass(60 * 60_000);
    await expect(cache.graced.getOrLoad('1', load)).rejects.toThrow('the store is away');
  });

  it('serves it when loading is slow, and keeps what comes late', async () => {
    const cache = open();
    await cache.hurried.set('1', one);
    pass(61_000);
    const { load, resolve } = held();
    expect(await cache.hurried.getOrLoad('1', load)).toEqual(one);
    resolve(two);
    await eventually(async () => expect(await cache.hurried.get('1')).toEqual(two));
  });

  it('serves it at once while it is loaded anew in the background', async () => {
    const cache = open();
    await cache.swr.set('1', one);
    pass(61_000);
    const { load, resolve } = held();
    expect(await Promise.all([1, 2, 3].map(() => cache.swr.getOrLoad('1', load)))).toEqual([one, one, one]);
    resolve(two);
    await eventually(async () => expect(await cache.swr.get('1')).toEqual(two));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('outlasts a background load that throws or has nothing to say', async () => {
    const cache = open();
    for (const load of [failing(), vi.fn(async () => undefined)]) {
      await cache.swr.set('1', one);
      pass(61_000);
      expect(await cache.swr.getOrLoad('1', load)).toEqual(one);
      await eventually(() => expect(cache.snapshot().loading.running).toBe(0));
      expect(await cache.swr.getEntry('1', { stale: true })).toMatchObject({ value: one });
    }
  });

  it('ends with deleteTag, not with expireTag', async () => {
    const cache = open();
    await cache.graced.set('1', { ...one, owner: 'x' });
    await cache.expireTag('x');
    expect(await cache.graced.get('1')).toBeUndefined();
    expect(await cache.graced.getOrLoad('1', failing())).toMatchObject(one);
    await cache.deleteTag('x');
    expect(await cache.graced.getEntry('1', { stale: true })).toBeUndefined();
    await expect(cache.graced.getOrLoad('1', failing())).rejects.toThrow();
  });

  it('ends where the loader says that there is nothing', async () => {
    const cache = open();
    await cache.graced.set('1', one);
    pass(61_000);
    expect(await cache.graced.getOrLoad('1', async () => null)).toBeNull();
    await expect(cache.graced.getOrLoad('1', failing())).rejects.toThrow();
  });
});

describe('many at once', () => {
  it('loads what is missing, in one call, in order, each once', async () => {
    const cache = open();
    await cache.plain.set('b', one);
    const load = vi.fn(async (ids: readonly string[]) => ids.map((id) => ({ text: id })));
    expect(await cache.plain.getOrLoadMany(['a', 'b', 'c', 'a'], load)).toEqual([
      { text: 'a' },
      one,
      { text: 'c' },
      { text: 'a' },
    ]);
    expect(load.mock.calls.map(([ids]) => ids)).toEqual([['a', 'c']]);
    expect(await cache.plain.getMany(['c', 'b', 'x'])).toEqual([{ text: 'c' }, one, undefined]);
    expect(await cache.plain.getOrLoadMany([], load)).toEqual([]);
  });

  it('takes a map, and says so of a list of another length', async () => {
    const cache = open();
    const byId = async (): Promise<ReadonlyMap<string, Note>> => new Map([['b', two]]);
    expect(await cache.plain.getOrLoadMany(['a', 'b'], byId)).toEqual([undefined, two]);
    await expect(cache.plain.getOrLoadMany(['x', 'y'], async () => [one])).rejects.toThrow(/given 2 ids/);
  });

  it('serves what is in its grace when the loader fails, and joins loads under way', async () => {
    const cache = open();
    await cache.graced.set('a', one);
    pass(61_000);
    expect(await cache.graced.getOrLoadMany(['a'], async () => Promise.reject(new Error('away')))).toEqual([
      one,
    ]);
    await expect(
      cache.graced.getOrLoadMany(['a', 'b'], async () => Promise.reject(new Error('away'))),
    ).rejects.toThrow();
    const { load, resolve } = held();
    const single = cache.plain.getOrLoad('a', load);
    const many = vi.fn(async (ids: readonly string[]) => ids.map(() => two));
    const both = cache.plain.getOrLoadMany(['a', 'b'], many);
    resolve(one);
    expect([await single, await both]).toEqual([one, [one, two]]);
    expect(many.mock.calls.map(([ids]) => ids)).toEqual([['b']]);
  });
});

describe('what the process holds', () => {
  it('is bounded by count and by bytes', async () => {
    const few = open({ memory: { maxEntries: 10 } });
    await few.plain.setMany(Array.from({ length: 100 }, (_, i) => [`${i}`, one]));
    expect(few.snapshot().memory.entries).toBe(10);
    const small = open({ memory: { maxBytes: '10kb' } });
    await small.plain.setMany(Array.from({ length: 100 }, (_, i) => [`${i}`, { text: 'x'.repeat(1_000) }]));
    expect(small.snapshot().memory.bytes).toBeLessThanOrEqual(10_240);
  });

  it('is frozen, unless it is told not to', async () => {
    const list = { text: 'a', parts: [{ n: 1 }] };
    const cache = open();
    await cache.plain.set('1', list);
    expect(Object.isFrozen(list.parts[0])).toBe(true);
    const free = open({ freeze: false });
    const other = { text: 'a', parts: [{ n: 1 }] };
    await free.plain.set('1', other);
    expect(Object.isFrozen(other)).toBe(false);
  });

  it('takes ids of any type, made ready or not', async () => {
    const cache = open();
    const key = cache.pair.key({ a: 'x', b: 1 });
    await cache.pair.set({ a: 'x', b: 1 }, one);
    expect([await cache.pair.get(key), cache.pair.peek(key), await cache.pair.get({ a: 'x', b: 2 })]).toEqual(
      [one, one, undefined],
    );
  });
});

describe('what is wrong is said', () => {
  it.each([
    [() => defineCacheTypes({ 'a b': cacheType<Note>({ ttl: 1 }) }), /"a b" must have a name of letters/],
    [
      () => openCache({ types: { close: cacheType<Note>({ ttl: 1 }) }, app: 'a', env: 'b' }),
      /cannot be called close/,
    ],
    [() => openCache({ types, app: 'a:b', env: 'b' }), /app must be a name without ":"/],
    [
      () =>
        openCache({ types: { n: cacheType<Note>({ ttl: JSON.parse('"2 hours"') }) }, app: 'a', env: 'b' }),
      /n\.ttl is "2 hours"; it must be milliseconds or such as/,
    ],
    [
      () => openCache({ types: { n: cacheType<Note>({ ttl: 1, jitter: 2 }) }, app: 'a', env: 'b' }),
      /n\.jitter is 2; it must be between 0 and 1/,
    ],
  ])('%#', (work, message) => {
    expect(work).toThrow(message);
  });
});
