import { killProcess } from '@graphkeep/faults';
import { testRedisCluster } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isReady } from './ready.ts';
import { noteCache } from './stores.ts';

const servers = await testRedisCluster({ isolated: true });
const url = `redis+cluster://${servers?.nodes.map(({ host, port }) => `${host}:${port}`).join(',')}`;

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});
const pair = async () => {
  const { cache: a, app } = noteCache(stack, url, { breaker: { halfOpenAfterMs: 100 } });
  const { cache: b } = noteCache(stack, url, { app, breaker: { halfOpenAfterMs: 100 } });
  await Promise.all([isReady(a), isReady(b)]);
  return { a, b };
};
const ids = Array.from({ length: 200 }, (_, i) => `${i}`);
const one = { text: 'one', owner: 'x' };
const two = { text: 'two', owner: 'x' };

describe.skipIf(!servers)('a cluster of three', () => {
  it('keeps, loads, deletes and tags over all its nodes, and tells other processes', async () => {
    const { a, b } = await pair();
    expect(await a.owned.setMany(ids.map((id) => [id, one]))).toBe('applied');
    expect(await b.owned.getMany(ids)).toEqual(ids.map(() => one));
    expect(await a.owned.deleteMany(ids.slice(0, 100))).toBe('applied');
    await b.caughtUp();
    const load = vi.fn(async (missing: readonly string[]) => missing.map(() => two));
    expect((await b.owned.getOrLoadMany(ids, load)).slice(99, 101)).toEqual([two, one]);
    expect(load.mock.calls[0]?.[0]).toHaveLength(100);
    expect(await a.deleteTag('owner:x')).toBe('applied');
    await b.caughtUp();
    expect((await b.owned.getMany(ids)).filter(Boolean)).toEqual([]);
  });

  it('fences a load against a delete by another process', async () => {
    const { a, b } = await pair();
    const { promise, resolve } = Promise.withResolvers<typeof one>();
    const load = vi.fn(() => promise);
    const loading = a.owned.getOrLoad('1', load, { tags: ['y'] });
    await eventually(() => expect(load).toHaveBeenCalled());
    await b.owned.delete('1');
    resolve(one);
    await loading;
    await a.caughtUp();
    expect(await a.owned.get('1')).toBeUndefined();
    expect(await b.owned.get('1')).toBeUndefined();
  });

  it('that loses a node goes on answering, and keeps what it could not say', {
    timeout: 60_000,
  }, async () => {
    const { a, b } = await pair();
    await a.shared.setMany(ids.map((id) => [id, one]));
    const [first] = servers?.nodes ?? [];
    if (first?.pid === undefined) return;
    await killProcess(first.pid);
    const values = await a.shared.getOrLoadMany(ids, async (missing) => missing.map(() => two));
    expect(values.filter((note) => note?.text !== 'one' && note?.text !== 'two')).toEqual([]);
    expect(['applied', 'queued']).toContain(await a.shared.deleteMany(ids));
    expect((await a.shared.getMany(ids)).filter(Boolean)).toEqual([]);
    await isReadyAfterFailover(a);
    await isReadyAfterFailover(b);
    expect((await b.shared.getMany(ids)).filter(Boolean)).toEqual([]);
  });
});

/** A replica takes the place of the node, and nothing waits any more. */
const isReadyAfterFailover = (cache: Parameters<typeof isReady>[0]) =>
  vi.waitFor(
    () => expect(cache.snapshot().redis).toMatchObject({ state: 'ready', followed: true, queued: 0 }),
    {
      timeout: 40_000,
      interval: 50,
    },
  );
