import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startProcess } from '@graphkeep/faults';
import { testRedis } from '@graphkeep/services';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { cacheType, defineCacheTypes, openCache } from '../../src/index.ts';
import { isReady } from './ready.ts';
import { connectionTo, noteCache } from './stores.ts';

const server = await testRedis();
const url = server?.url ?? '';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

const one = { text: 'one' };

describe.skipIf(!server)('operations', () => {
  it('are counted by type, tier and outcome', async () => {
    const metrics = new Registry();
    const { cache } = noteCache(stack, url, { metrics });
    await isReady(cache);
    await cache.note.getOrLoad('1', async () => one);
    await cache.note.get('1');
    await cache.shared.set('1', { text: 'long '.repeat(1_000) });
    await cache.shared.get('1');
    await cache.shared.get('2');
    await cache.note.getOrLoad('3', async () => Promise.reject(new Error('away'))).catch(() => {});
    const text = await metrics.metrics();
    for (const line of [
      'cache_hits_total{cache_type="note",tier="memory"} 1',
      'cache_hits_total{cache_type="shared",tier="redis"} 1',
      'cache_misses_total{cache_type="note"} 2',
      'cache_misses_total{cache_type="shared"} 1',
      'cache_loads_total{cache_type="note",outcome="ok"} 1',
      'cache_loads_total{cache_type="note",outcome="failed"} 1',
      'cache_fills_total{cache_type="note",outcome="stored"} 1',
      'cache_redis_seconds_count{cache_type="shared"} 2',
      'cache_redis_seconds_bucket{le="+Inf",cache_type="shared"} 2',
      'cache_breaker_state 0',
      'cache_log_followed 1',
    ])
      expect(text).toContain(line);
    expect(await metrics.getMetricsAsJSON()).toHaveLength(text.match(/^# TYPE/gm)?.length ?? 0);
    expect(text).toMatch(/cache_compression_ratio\{cache_type="shared"\} 0\.0\d/);
    expect(cache.snapshot()).toMatchObject({
      total: { hits: 2, misses: 3, hitRate: 0.4, operations: 6 },
      memory: { entries: 1 },
      redis: { state: 'ready', reconnections: 0, queued: 0 },
    });
    expect(cache.snapshot().types['shared']?.averageRedisMs).toBeGreaterThan(0);
  });

  it('take ten thousand keys at once', async () => {
    const { cache, app } = noteCache(stack, url);
    await isReady(cache);
    const ids = Array.from({ length: 10_000 }, (_, i) => `${i}`);
    expect(await cache.note.setMany(ids.map((id) => [id, { text: id }]))).toBe('applied');
    const { cache: other } = noteCache(stack, url, { app });
    await isReady(other);
    const found = await other.note.getMany(ids);
    expect(found.filter((note, i) => note?.text === `${i}`)).toHaveLength(ids.length);
    expect(await other.note.deleteMany(ids)).toBe('applied');
    const loaded = await other.note.getOrLoadMany(ids, async (missing) =>
      missing.map((text) => ({ text: `${text}!` })),
    );
    expect(loaded.filter((note, i) => note?.text === `${i}!`)).toHaveLength(ids.length);
  });

  it('on a value as large as is allowed block for less than 20 ms', async () => {
    const redis = stack.adopt(connectionTo(url), (connection) => connection.close());
    const types = defineCacheTypes({
      large: cacheType<unknown>({ ttl: '1m', memory: false }),
      bytes: cacheType<Buffer>({ ttl: '1m', memory: false }),
    });
    const cache = stack.adopt(openCache({ types, redis, app: `large-${process.pid}`, env: 'test' }), (c) =>
      c.close(),
    );
    await isReady(cache);
    const value = Array.from({ length: 14_000 }, (_, i) => ({
      id: i,
      name: `entry number ${i}`,
      tags: ['a', 'b'],
      score: i / 7,
    }));
    const size = JSON.stringify(value).length;
    expect(size).toBeGreaterThan(900_000);
    const once = async (): Promise<number> => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      expect(await cache.large.set('1', value)).toBe('applied');
      expect(await cache.large.get('1')).toHaveLength(value.length);
      delay.disable();
      return delay.max / 1e6;
    };
    const delays = [];
    for (let i = 0; i < 5; i += 1) delays.push(await once());
    // The best of some: others use this machine too.
    expect(Math.min(...delays)).toBeLessThan(20);
  });

  it('leave nothing behind that keeps a process alive', async () => {
    const program = `
      import { noteTypes, connectionTo } from ${JSON.stringify(new URL('./stores.ts', import.meta.url).href)};
      import { openCache } from ${JSON.stringify(new URL('../../src/index.ts', import.meta.url).href)};
      const redis = connectionTo(${JSON.stringify(url)});
      const cache = openCache({ types: noteTypes, app: 'leaving', env: 'test', redis });
      await cache.note.getOrLoad('1', async () => ({ text: 'one' }));
      await cache.close();
      await redis.close();
      console.log('closed');
    `;
    const args = ['--conditions=@graphkeep/source', '--input-type=module', '--eval', program];
    await using child = await startProcess(process.execPath, args, { ready: /closed/ });
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });
});
