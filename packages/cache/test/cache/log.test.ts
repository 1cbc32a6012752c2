import { testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isReady } from './ready.ts';
import { noteCache, proxyTo } from './stores.ts';

const server = await testRedis({ isolated: true });
const url = server?.url ?? '';
const raw = server && new Redis(url, { maxRetriesPerRequest: null });
afterAll(() => raw?.disconnect());

let stack = new AsyncDisposableStack();
beforeEach(() => {
  stack = new AsyncDisposableStack();
});
afterEach(() => stack.disposeAsync());

const one = { text: 'one' };
const two = { text: 'two' };
const ids = Array.from({ length: 50 }, (_, i) => `${i}`);

/** Both hold the same notes in the process; the way of the second to Redis can be disturbed. */
const pair = async () => {
  const proxy = stack.use(await proxyTo(url));
  const { cache: a, app } = noteCache(stack, url);
  const { cache: b } = noteCache(stack, `redis://127.0.0.1:${proxy.port}`, {
    app,
    silence: '2s',
    breaker: { halfOpenAfterMs: 50 },
  });
  await Promise.all([isReady(a), isReady(b)]);
  await a.note.setMany(ids.map((id) => [id, one]));
  await b.caughtUp();
  expect(await b.note.getMany(ids)).toEqual(ids.map(() => one));
  expect(b.note.peek('7')).toEqual(one);
  return { a, b, app, proxy, log: `${app}:test:inv:log` };
};
const away = async (proxy: Awaited<ReturnType<typeof pair>>['proxy'], work: () => Promise<unknown>) => {
  proxy.refuse();
  proxy.reset();
  await work();
  proxy.clear();
};

describe.skipIf(!server)('the log of invalidations', () => {
  it('is read on where it was left, after the connection was lost', async () => {
    const { a, b, proxy } = await pair();
    await away(proxy, () => Promise.all([a.note.set('7', two), a.note.delete('8')]));
    await isReady(b);
    await b.caughtUp();
    expect([b.note.peek('7'), b.note.peek('8'), b.note.peek('9')]).toEqual([undefined, undefined, one]);
    expect(await b.note.get('7')).toEqual(two);
    expect(b.snapshot().redis?.logGaps).toBe(0);
  });

  it('that was trimmed meanwhile clears what is held', async () => {
    const { a, b, proxy, log } = await pair();
    await away(proxy, async () => {
      await a.note.delete('7');
      await a.note.delete('8');
      await raw?.xtrim(log, 'MAXLEN', 1);
    });
    await isReady(b);
    await b.caughtUp();
    expect(b.note.peek('9')).toBeUndefined();
    expect(b.snapshot().redis?.logGaps).toBe(1);
    expect(await b.note.get('9')).toEqual(one);
    expect(await b.note.get('7')).toBeUndefined();
  });

  it('that was emptied clears what is held, also while it is read', async () => {
    const { a, b } = await pair();
    await raw?.flushall();
    await eventually(() => expect(b.note.peek('7')).toBeUndefined());
    expect(await a.note.set('7', two)).toBe('applied');
    await b.caughtUp();
    expect(await b.note.get('7')).toEqual(two);
  });

  it('that was replaced by one with as many entries clears what is held', async () => {
    const { a, b, log } = await pair();
    const replacing = raw?.multi().flushall();
    for (let i = 0; i < 20; i += 1) replacing?.xadd(log, '*', 'kanother-one', 'other');
    await replacing?.exec();
    await eventually(() => expect([a.note.peek('7'), b.note.peek('7')]).toEqual([undefined, undefined]));
    // Each has also noticed that the epochs are lost: what one writes the other finds.
    expect(await a.note.set('7', two)).toBe('applied');
    expect(await b.note.get('7')).toEqual(two);
    expect([a.snapshot().redis?.logGaps, b.snapshot().redis?.logGaps]).toEqual([1, 1]);
  });

  it('leaves what a process wrote itself', async () => {
    const { a } = await pair();
    await a.note.set('7', two);
    await a.caughtUp();
    expect(a.note.peek('7')).toEqual(two);
  });

  it('takes any id', async () => {
    const { a, b } = await pair();
    for (const id of ['a,b', 'ключ', '*', 'x:y:z', '{slot}', '\n', '🗝']) {
      await a.note.set(id, one);
      expect(await b.note.get(id)).toEqual(one);
      await a.note.set(id, two);
      await b.caughtUp();
      expect(b.note.peek(id)).toBeUndefined();
      expect(await b.note.get(id)).toEqual(two);
    }
  });

  it('that is silent: after a while nothing held is believed, and what is loaded then is held for so long only', async () => {
    const { a, b, proxy } = await pair();
    proxy.blackHole();
    const began = performance.now();
    await a.note.set('7', two);
    await vi.waitFor(() => expect(b.note.peek('7')).toBeUndefined(), { timeout: 4_000 });
    expect(performance.now() - began).toBeLessThan(2_500);
    const load = vi.fn(async () => ({ text: 'loaded' }));
    await b.note.getOrLoad('7', load);
    await b.note.getOrLoad('7', load);
    expect(load).toHaveBeenCalledTimes(1);
    proxy.clear();
    await isReady(b);
    expect(await b.note.get('9')).toEqual(one);
  });

  it('tells how far behind it is', async () => {
    const { a, b } = await pair();
    await a.note.set('7', two);
    await b.caughtUp();
    expect(b.snapshot().redis).toMatchObject({ followed: true, logGaps: 0 });
    expect(b.snapshot().redis?.logLagMs).toBeLessThan(1_000);
  });
});
