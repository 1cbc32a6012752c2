import { testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { Redis } from 'ioredis';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { startPeer } from './peer.ts';
import { isReady } from './ready.ts';
import { type Note, noteCache } from './stores.ts';

const address = await testRedis();
const url = address?.url ?? '';
let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});
const raw = address && new Redis(url);
afterAll(() => raw?.disconnect());

const pair = async () => {
  const { cache: a, app } = noteCache(stack, url);
  const { cache: b } = noteCache(stack, url, { app });
  await Promise.all([isReady(a), isReady(b)]);
  return { a, b, app };
};
const held = () => {
  const { promise, resolve } = Promise.withResolvers<Note>();
  const load = vi.fn(() => promise);
  return { load, resolve, called: () => eventually(() => expect(load).toHaveBeenCalled()) };
};
const old = { text: 'old', owner: 'x' };
const fresh = { text: 'fresh', owner: 'x' };

describe.skipIf(!address)('a change while a value is loaded', () => {
  it.each(['the same process', 'another process'])('by %s is not lost', async (where) => {
    const { a, b } = await pair();
    const other = where === 'the same process' ? a : b;
    const changes = {
      delete: () => other.owned.delete('1'),
      deleteMany: () => other.owned.deleteMany(['1', '2']),
      deleteTag: () => other.deleteTag('x'),
      deleteOwner: () => other.deleteTag('owner:x'),
      clear: () => other.owned.clear(),
      set: () => other.owned.set('1', fresh),
    };
    for (const [name, change] of Object.entries(changes)) {
      const { load, resolve, called } = held();
      const loading = a.owned.getOrLoad('1', load, { tags: ['x'] });
      await called();
      expect(await change()).toBe('applied');
      resolve(old);
      await loading;
      await Promise.all([a.caughtUp(), b.caughtUp()]);
      for (const cache of [a, b])
        expect(await cache.owned.get('1'), name).toEqual(name === 'set' ? fresh : undefined);
      await a.owned.delete('1');
    }
  });

  it('may be undone where its tombstone was evicted, and where nothing stood before the load: until the ttl', async () => {
    const { a, b, app } = await pair();
    const change = async (before: Note | undefined) => {
      if (before !== undefined) await a.shared.set('1', before);
      const { load, resolve, called } = held();
      if (before !== undefined) await b.shared.delete('1');
      const loading = a.shared.getOrLoad('1', load);
      await called();
      await b.shared.delete('1');
      expect(await raw?.del(`${app}:test:v1:shared:1`)).toBe(1);
      resolve(old);
      await loading;
      return b.shared.get('1');
    };
    expect(await change(undefined)).toEqual(old);
    expect(await raw?.pttl(`${app}:test:v1:shared:1`)).toBeLessThanOrEqual(3_600_000);
    // The next delete is the end of it.
    await b.shared.delete('1');
    expect(await a.shared.get('1')).toBeUndefined();
    // The first tombstone is what the load saw: that it is gone says that something was done.
    expect(await change(fresh)).toBeUndefined();
  });

  it('by a tag is not undone where the epoch was evicted', async () => {
    const { a, b, app } = await pair();
    const { load, resolve, called } = held();
    const loading = a.owned.getOrLoad('1', load, { tags: ['x'] });
    await called();
    await b.deleteTag('x');
    await raw?.del(`${app}:test:tag:x`);
    await a.caughtUp();
    resolve(old);
    await loading;
    expect(await a.owned.get('1')).toBeUndefined();
    expect(await b.owned.get('1')).toBeUndefined();
  });

  it('cannot be undone by a load that took longer than the change is remembered', async () => {
    const { a, b } = await pair();
    const { load, resolve, called } = held();
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() - 60_000);
    const loading = a.graced.getOrLoad('1', load);
    await called();
    vi.restoreAllMocks();
    resolve(old);
    expect(await loading).toEqual(old);
    expect(await b.graced.get('1')).toBeUndefined();
    expect(a.snapshot().types['graced']?.fills).toMatchObject({ stored: 0, late: 1 });
  });
});

describe.skipIf(!address)('what Redis has lost', () => {
  it('of a tag ends its entries', async () => {
    const { a, b, app } = await pair();
    await a.owned.set('1', old);
    await raw?.del(`${app}:test:tag:owner:x`);
    expect(await b.owned.get('1')).toBeUndefined();
    await b.owned.set('2', fresh);
    // The first process finds out that what it knew of the tag is out of date.
    expect(await a.owned.get('2')).toEqual(fresh);
    await a.owned.set('3', fresh);
    expect(await b.owned.get('3')).toEqual(fresh);
  });
});

describe.skipIf(!address)('values', () => {
  it('of another process under another clock live as long as they should', async () => {
    const { cache, app } = noteCache(stack, url);
    await isReady(cache);
    for (const aheadMs of [-7_200_000, 7_200_000]) {
      const peer = stack.use(await startPeer({ url, app, aheadMs }));
      await peer.call('set', 'shared', 'theirs', 'a');
      await cache.shared.set('ours', { text: 'b' });
      expect(await cache.shared.get('theirs')).toEqual({ text: 'a' });
      expect(await peer.call('get', 'shared', 'ours')).toEqual({ text: 'b' });
      await cache.shared.delete('theirs');
      expect(await peer.call('load', 'shared', 'theirs', 'c', 0)).toEqual({ text: 'c' });
      expect(await cache.shared.get('theirs')).toEqual({ text: 'c' });
    }
  });

  it('are set by many at once and end the same everywhere', async () => {
    const { a, b } = await pair();
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([a, b, a, b].map((cache, i) => cache.note.set('1', { text: `${round}.${i}` })));
      await Promise.all([a.caughtUp(), b.caughtUp()]);
      expect(await a.note.get('1')).toEqual(await b.note.get('1'));
      expect(a.note.peek('1')).toEqual(b.note.peek('1'));
    }
  });
});

describe.skipIf(!address)('a lease', () => {
  it('lets one of two processes load', async () => {
    const { cache, app } = noteCache(stack, url);
    await isReady(cache);
    const peer = stack.use(await startPeer({ url, app }));
    const load = vi.fn(async () => ({ text: 'ours' }));
    for (let i = 0; i < 3; i += 1) {
      const theirs = peer.call('load', 'leased', `${i}`, 'theirs', 200);
      await vi.waitFor(async () => expect(await raw?.exists(`${app}:test:lock:v1:leased:${i}`)).toBe(1), {
        interval: 5,
      });
      const both = await Promise.all([theirs, cache.leased.getOrLoad(`${i}`, load)]);
      expect(both).toEqual([{ text: 'theirs' }, { text: 'theirs' }]);
    }
    expect(load).not.toHaveBeenCalled();
    expect(await peer.call('loads')).toBe(3);
  });

  it('of a process that was killed holds nobody up for longer than the wait', async () => {
    const { cache, app } = noteCache(stack, url);
    await isReady(cache);
    const peer = stack.use(await startPeer({ url, app }));
    peer.call('load', 'leased', '1', 'theirs', 60_000).catch(() => {});
    await eventually(async () => expect(await raw?.exists(`${app}:test:lock:v1:leased:1`)).toBe(1));
    await peer[Symbol.asyncDispose]();
    const began = performance.now();
    expect(await cache.leased.getOrLoad('1', async () => ({ text: 'ours' }))).toEqual({ text: 'ours' });
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('that is lost in the middle of a load costs a second load, and no wrong value', async () => {
    const { a, b, app } = await pair();
    const first = held();
    const loading = a.leased.getOrLoad('1', first.load);
    await first.called();
    await raw?.del(`${app}:test:lock:v1:leased:1`);
    expect(await b.leased.getOrLoad('1', async () => fresh)).toEqual(fresh);
    first.resolve(old);
    await loading;
    await a.caughtUp();
    expect(await a.leased.get('1')).toEqual(fresh);
    expect(await b.leased.get('1')).toEqual(fresh);
  });
});
