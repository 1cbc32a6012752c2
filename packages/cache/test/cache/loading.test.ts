import { randomBytes } from 'node:crypto';
import { testRedis } from '@graphkeep/services';
import { Redis } from 'ioredis';
import { afterAll, expect, it, vi } from 'vitest';
import { isReady } from './ready.ts';
import { noteCache } from './stores.ts';

const [server, second] = await Promise.all([testRedis({ isolated: true }), testRedis({ isolated: true })]);
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const one = { text: 'one' };
const two = { text: 'two' };
const placeOf = (url: string): [string, string] => {
  const { hostname, port } = new URL(url);
  return [hostname, port];
};
const patience = { timeout: 15_000, interval: 10 };

it.skipIf(!server || !second)(
  'Redis loading its data: as if away, and what was deleted stays so',
  async () => {
    if (!server || !second) return;
    const raw = stack.adopt(new Redis(server.url), (client) => client.disconnect());
    const copy = stack.adopt(new Redis(second.url), (client) => client.disconnect());
    const { cache: a, app } = noteCache(stack, server.url, { breaker: { halfOpenAfterMs: 50 } });
    const { cache: b } = noteCache(stack, server.url, { app, breaker: { halfOpenAfterMs: 50 } });
    await Promise.all([isReady(a), isReady(b)]);
    await a.shared.set('1', one);
    await a.note.set('1', one);
    const filler = Array.from({ length: 1_000 }, (_, i) => [`filler:${i}`, randomBytes(500)] as const);
    await raw.mset(new Map(filler));

    // Its own data come back to it from a copy, slowly.
    for (const redis of [raw, copy]) await redis.config('SET', 'repl-diskless-sync-delay', '0');
    await copy.replicaof(...placeOf(server.url));
    await vi.waitFor(
      async () => expect(await copy.info('replication')).toContain('link_status:up'),
      patience,
    );
    await copy.replicaof('NO', 'ONE');
    await raw.set('written', 'after the copy');
    await raw.config('SET', 'key-load-delay', '5000', 'loading-process-events-interval-bytes', '1024');
    await raw.replicaof(...placeOf(second.url));
    const isLoading = async (): Promise<boolean> => {
      const answer = await raw.get('x').catch((error: Error) => error.message);
      return answer?.startsWith('LOADING') === true;
    };
    await vi.waitFor(async () => expect(await isLoading()).toBe(true), patience);

    const began = performance.now();
    expect(await a.note.get('1')).toEqual(one);
    expect(await a.shared.getOrLoad('2', async () => two)).toEqual(two);
    expect(await a.shared.set('2', two)).toBe('queued');
    expect(await a.shared.delete('1')).toBe('queued');
    expect(await a.shared.get('1')).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await isLoading()).toBe(true);

    await raw.config('SET', 'key-load-delay', '0');
    await vi.waitFor(async () => expect(await raw.replicaof('NO', 'ONE')).toBe('OK'), patience);
    expect(await raw.exists(`${app}:test:v1:shared:1`)).toBe(1);
    await Promise.all([isReady(a), isReady(b)]);
    await vi.waitFor(() => expect(a.snapshot().redis?.queued).toBe(0), patience);
    await b.caughtUp();
    expect(await a.shared.get('1')).toBeUndefined();
    expect(await b.shared.get('1')).toBeUndefined();
    expect(await b.shared.set('1', two)).toBe('applied');
    expect(await a.shared.get('1')).toEqual(two);
  },
);
