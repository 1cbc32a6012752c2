import { pauseProcess } from '@graphkeep/faults';
import { testRedisSentinel } from '@graphkeep/services';
import { Redis } from 'ioredis';
import { expect, it, vi } from 'vitest';
import { isReady } from './ready.ts';
import { noteCache } from './stores.ts';

const servers = await testRedisSentinel({ isolated: true });
const sentinels = servers?.sentinels.map(({ host, port }) => `${host}:${port}`).join(',');

it.skipIf(!servers)(
  'a fail-over: deletes and values before it hold after it',
  { timeout: 90_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const url = `redis+sentinel://${sentinels}/${servers?.name}`;
    const breaker = { halfOpenAfterMs: 100 };
    const { cache: a, app } = noteCache(stack, url, { breaker, readTimeout: '250ms' });
    const { cache: b } = noteCache(stack, url, { breaker, app });
    await Promise.all([isReady(a), isReady(b)]);
    const one = { text: 'one' };
    const two = { text: 'two' };
    // By one who is gone: what a process wrote in the last seconds it deletes once more, since it may be lost.
    const { cache: earlier } = noteCache(stack, url, { app });
    await isReady(earlier);
    await earlier.shared.set('kept', one);
    await earlier.close();
    await a.shared.setMany([
      ['deleted', one],
      ['later', one],
    ]);
    await a.note.set('1', one);
    expect(await b.note.get('1')).toEqual(one);
    await a.shared.delete('deleted');

    const [primary] = servers?.servers ?? [];
    if (primary?.pid === undefined) return;
    const before = new Redis(primary.port);
    stack.defer(() => before.disconnect());
    await before.set(`${app}:last`, '1');
    await before.wait(1, 5_000);
    {
      using _ = pauseProcess(primary.pid);
      expect(await a.shared.getOrLoad('kept', async () => two)).toEqual(two);
      expect(await a.shared.delete('later')).toBe('queued');
      await vi.waitFor(
        () => expect(a.snapshot().redis).toMatchObject({ state: 'ready', followed: true, queued: 0 }),
        {
          timeout: 60_000,
          interval: 50,
        },
      );
      await b.caughtUp();
      await isReadyFor(b);
      expect(await b.shared.get('kept')).toEqual(one);
      expect(await b.shared.get('deleted')).toBeUndefined();
      expect(await b.shared.get('later')).toBeUndefined();
      expect(await a.note.set('1', two)).toBe('applied');
      await b.caughtUp();
      expect(await b.note.get('1')).toEqual(two);
    }
    // The old primary comes to again, and nobody reads from it.
    expect(await a.note.set('1', one)).toBe('applied');
    await b.caughtUp();
    expect(await b.note.get('1')).toEqual(one);
  },
);

const isReadyFor = (cache: Parameters<typeof isReady>[0]) =>
  vi.waitFor(() => expect(cache.snapshot().redis).toMatchObject({ state: 'ready', followed: true }), {
    timeout: 60_000,
    interval: 50,
  });
