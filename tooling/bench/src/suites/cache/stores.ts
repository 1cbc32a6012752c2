import { cacheType, connectRedis, defineCacheTypes, openCache, type RedisConnection } from '@graphkeep/cache';
import { secretOf } from '@graphkeep/core';
import { testRedis } from '@graphkeep/services';
import { LRUCache } from 'lru-cache';
import type { Scope } from '../../define-suite.ts';
import { openPeers, type Peer } from './peers.mjs';
import { documentOf } from './values.ts';

const types = defineCacheTypes({
  memory: cacheType<unknown>({ ttl: '1h', memory: '1h', tags: () => ['bench'], compress: false }),
  plain: cacheType<unknown>({ ttl: '1h', memory: false, compress: false }),
  zstd: cacheType<unknown>({ ttl: '1h', memory: false, compress: '1kb' }),
});

const KEYS = 500;
export const ids = Array.from({ length: KEYS }, (_, i) => `${i}`);
const sizes = { '500b': 500, '8kb': 8_000 } as const;
export type SizeName = keyof typeof sizes;

/** The same documents everywhere: in our cache, in bare ioredis, and in each peer. */
export const openStores = async ({ stack }: Scope) => {
  const address = await testRedis();
  if (!address) throw new Error('Redis cannot be had here: see tooling/services/README.md.');
  const connect = (): RedisConnection =>
    stack.adopt(
      connectRedis({
        url: secretOf(address.url),
        connectMs: 5_000,
        commandMs: 5_000,
        guard: { timeoutMs: 5_000 },
      }),
      (connection) => connection.close(),
    );
  const app = `bench-${process.pid}`;
  const cache = stack.adopt(openCache({ types, redis: connect(), app, env: 'bench', freeze: false }), (one) =>
    one.close(),
  );
  const raw = connect().client;
  // Others use this Redis too, and some of their tests look at every key.
  stack.defer(() => removeKeys(raw, /^(bench|bento|layered|cacheable|manager|keyv)-(\d+)/));
  const peers: readonly Peer[] = await openPeers({ url: address.url, client: () => connect().client });
  stack.defer(async () => void (await Promise.all(peers.map((peer) => peer.close()))));
  while (cache.snapshot().redis?.followed !== true || cache.snapshot().redis?.state !== 'ready')
    await new Promise((resolve) => setTimeout(resolve, 10));

  const documents = { '500b': documentOf(sizes['500b']), '8kb': documentOf(sizes['8kb']) };
  const lru = new LRUCache<string, object>({ max: 10_000 });
  for (const id of ids) {
    lru.set(id, { value: documents['500b'] });
    await cache.memory.set(id, documents['500b']);
    for (const [size, document] of Object.entries(documents)) {
      const key = `${size}.${id}`;
      await cache.plain.set(key, document);
      await cache.zstd.set(key, document);
      await raw.set(`${app}:raw:${key}`, JSON.stringify(document), 'PX', 3_600_000);
      for (const peer of peers) await peer.warm(key, document);
    }
  }
  return { cache, raw, peers, lru, documents, prefix: `${app}:raw:` };
};

const removeKeys = async (client: RedisConnection['client'], names: RegExp): Promise<void> => {
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, 'COUNT', 5_000);
    const ours = keys.filter((key) => names.exec(key)?.[2] === String(process.pid));
    if (ours.length > 0) await client.unlink(...ours);
    cursor = next;
  } while (cursor !== '0');
};

export type CacheStores = Awaited<ReturnType<typeof openStores>>;

/** Each of the ids in turn. */
export const turnOf = <T>(items: readonly T[]): (() => T) => {
  let next = 0;
  return () => {
    const item = items[next];
    next = next + 1 === items.length ? 0 : next + 1;
    if (item === undefined) throw new Error('There is nothing to take turns with.');
    return item;
  };
};

let fresh = 0;
/** An id that nobody has used. */
export const freshId = (): string => {
  fresh += 1;
  return `fresh-${fresh}`;
};
