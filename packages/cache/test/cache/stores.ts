import { secretOf } from '@graphkeep/core';
import { tcpProxy } from '@graphkeep/faults';
import {
  cacheType,
  connectRedis,
  defineCacheTypes,
  type OpenCacheOptions,
  openCache,
} from '../../src/index.ts';

export interface Note {
  readonly text: string;
  readonly version?: number;
  readonly owner?: string;
}

export const noteTypes = defineCacheTypes({
  note: cacheType<Note>({ ttl: '1h', jitter: 0 }),
  shared: cacheType<Note>({ ttl: '1h', jitter: 0, memory: false }),
  owned: cacheType<Note>({
    ttl: '1h',
    jitter: 0,
    tags: ({ owner }) => (owner === undefined ? [] : [`owner:${owner}`]),
  }),
  graced: cacheType<Note>({ ttl: '1m', grace: '1h', jitter: 0, retryAfter: '10s', hardTimeout: '2s' }),
  leased: cacheType<Note>({ ttl: '1h', jitter: 0, lease: '2s', hardTimeout: '2s' }),
});

export type NoteTypes = typeof noteTypes;

const guard = {
  timeoutMs: 5_000,
  retry: { attempts: 0, delayMs: 1, factor: 1, maxDelayMs: 1 },
  breaker: { failures: 1_000, rate: 1, windowMs: 1_000, halfOpenAfterMs: 1 },
};

export const connectionTo = (url: string) =>
  connectRedis({
    url: secretOf(url),
    connectMs: 1_000,
    commandMs: 1_000,
    guard,
  });

let turn = 0;

/**
 * A cache on a Redis of its own name, with its connection; all is closed with the stack. It waits long for an answer: on a
 * busy machine a read that gives up is no fault.
 */
export const noteCache = (
  stack: AsyncDisposableStack,
  url: string,
  options: Partial<OpenCacheOptions<NoteTypes>> & { readonly app?: string } = {},
) => {
  turn += 1;
  const redis = stack.adopt(connectionTo(url), (one) => one.close());
  const app = options.app ?? `test-${process.pid}-${turn}`;
  const cache = stack.adopt(
    openCache({ types: noteTypes, env: 'test', readTimeout: '2s', ...options, app, redis }),
    (one) => one.close(),
  );
  return { cache, redis, app };
};

export const proxyTo = (url: string) =>
  tcpProxy({ target: { host: '127.0.0.1', port: Number(new URL(url).port) } });
