import { setTimeout as delay } from 'node:timers/promises';
import { cacheType, connectRedis, defineCacheTypes, openCache } from '@graphkeep/cache';
import { secretOf } from '@graphkeep/core';
import { testRedis } from '@graphkeep/services';
import { collectGarbage } from '../collect-garbage.ts';
import { defineSuite } from '../define-suite.ts';
import { atLeast, atMost } from '../goal.ts';
import { documentOf } from './cache/values.ts';

const SESSIONS = 1_000;
const SECONDS = 60;
const WARM_SECONDS = 10;
/** What a session does in a row: it is loaded, then read, and now and then written or dropped. */
const THINK_MS = 100;
const WRITE_EVERY = 20;
const DROP_EVERY = 97;

interface Outcome {
  readonly errors: number;
  readonly operations: number;
  readonly hitRate: number;
  readonly heapGrowth: number;
}

const types = defineCacheTypes({
  session: cacheType<unknown>({ ttl: '24h', compress: '1kb', tags: () => ['player:all'] }),
});

const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

const live = async ({ stack, quick }: { stack: AsyncDisposableStack; quick: boolean }): Promise<Outcome> => {
  const address = await testRedis();
  if (!address) throw new Error('Redis cannot be had here: see tooling/services/README.md.');
  const redis = stack.adopt(
    connectRedis({
      url: secretOf(address.url),
      connectMs: 5_000,
      commandMs: 5_000,
      guard: { timeoutMs: 5_000 },
    }),
    (one) => one.close(),
  );
  const app = `bench-${process.pid}`;
  const cache = stack.adopt(openCache({ types, redis, app, env: 'load' }), (one) => one.close());
  while (cache.snapshot().redis?.state !== 'ready') await delay(10);

  let errors = 0;
  let over = false;
  const session = async (index: number): Promise<void> => {
    await delay((index / SESSIONS) * THINK_MS);
    for (let turn = 1; !over; turn++) {
      const id = `ses_${index}`;
      try {
        if (turn % DROP_EVERY === 0) await cache.session.delete(id);
        else if (turn % WRITE_EVERY === 0) await cache.session.set(id, documentOf(1_000, index + turn));
        else await cache.session.getOrLoad(id, async () => documentOf(1_000, index));
      } catch {
        errors += 1;
      }
      await delay(THINK_MS);
    }
  };
  const sessions = Array.from({ length: SESSIONS }, (_, index) => session(index));
  await delay(WARM_SECONDS * 1_000);
  const [before, heapBefore] = [cache.snapshot().total, heap()];
  await delay((quick ? WARM_SECONDS : SECONDS - WARM_SECONDS) * 1_000);
  const [after, heapAfter] = [cache.snapshot().total, heap()];
  over = true;
  await Promise.all(sessions);
  const [hits, misses] = [after.hits - before.hits, after.misses - before.misses];
  return {
    errors,
    operations: after.operations,
    hitRate: hits / (hits + misses),
    heapGrowth: heapAfter / heapBefore,
  };
};

/** A thousand sessions at once, for a minute: nothing fails, nearly all is found, and the memory stays as it is. */
export const cacheLoad = defineSuite<() => Promise<Outcome>>({
  name: 'cache-load',
  setup: (scope) => {
    let outcome: Promise<Outcome> | undefined;
    return () => {
      outcome ??= live(scope);
      return outcome;
    };
  },
  benches: [
    {
      id: 'cache.sessions.errors',
      unit: 'errors',
      rounds: 1,
      goal: atMost(0),
      measure: async (run) => (await run()).errors,
    },
    {
      id: 'cache.sessions.hits',
      unit: 'share',
      rounds: 1,
      goal: atLeast(0.9),
      measure: async (run) => (await run()).hitRate,
    },
    {
      id: 'cache.sessions.heap',
      unit: 'times',
      rounds: 1,
      goal: atMost(1.1),
      measure: async (run) => (await run()).heapGrowth,
    },
    {
      id: 'cache.sessions.operations',
      unit: 'operations',
      rounds: 1,
      measure: async (run) => (await run()).operations,
    },
  ],
});
