import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Bench, RateBench } from '../../define-suite.ts';
import { above, atLeast, atMost } from '../../goal.ts';
import type { Peer } from './peers.mjs';
import { type CacheStores, freshId, ids, type SizeName, turnOf } from './stores.ts';

const IOREDIS = 'no fence, tags, tiers, checks or metrics';
const PEERS = ['bentocache', 'layered-loader', 'cacheable', 'cache-manager', 'keyv'] as const;
const LEVEL_1 = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const squeezed = (value: unknown): Buffer => zstdCompressSync(JSON.stringify(value), LEVEL_1);
const unsqueezed = (data: Buffer | null): unknown => data && JSON.parse(zstdDecompressSync(data).toString());

type Against = NonNullable<RateBench<CacheStores>['against']>;
type Forms = 'plain' | 'zstd';

const peerNamed = (peers: readonly Peer[], name: string): Peer => {
  const peer = peers.find((one) => one.name === name);
  if (peer === undefined) throw new Error(`There is no peer ${name}.`);
  return peer;
};

/** Every peer that can do it, at the same number of callers. */
const againstPeers = (
  callers: number,
  can: (name: string) => boolean,
  call: (peer: Peer, stores: CacheStores) => () => unknown,
): Against =>
  Object.fromEntries(
    PEERS.filter(can).map((name) => [
      name,
      { callers, goal: above(1), make: (stores: CacheStores) => call(peerNamed(stores.peers, name), stores) },
    ]),
  );

const missing = (what: string): never => {
  throw new Error(`This peer has no ${what}.`);
};

const keysOf = (size: SizeName): string[] => ids.map((id) => `${size}.${id}`);

export const l1: Bench<CacheStores> = {
  id: 'cache.l1',
  ours: {
    make: ({ cache }) => {
      const next = turnOf(ids.map((id) => cache.memory.key(id)));
      return () => cache.memory.get(next());
    },
  },
  against: {
    'lru-cache, async': {
      goal: atLeast(0.75),
      promisesLess: 'no lives, tags or counts',
      make: ({ lru }) => {
        const next = turnOf(ids);
        const get = async (key: string) => lru.get(key);
        return () => get(next());
      },
    },
    ...againstPeers(
      1,
      () => true,
      (peer) => {
        const next = turnOf(keysOf('500b'));
        return () => (peer.memory ?? missing('memory'))(next());
      },
    ),
  },
};

export const l2 = (callers: number, size: SizeName, form: Forms): Bench<CacheStores> => ({
  id: `cache.${form === 'zstd' ? 'zstd.get' : 'l2'}.${callers}.${size}`,
  ours: {
    callers,
    make: ({ cache }) => {
      const next = turnOf(keysOf(size).map((key) => cache[form].key(key)));
      return () => cache[form].get(next());
    },
  },
  against: {
    ioredis: {
      callers,
      goal: atLeast(form === 'zstd' || callers > 1 ? 0.9 : 0.95),
      promisesLess: IOREDIS,
      make: async ({ raw, prefix, documents }) => {
        const keys = keysOf(size).map((key) => `${prefix}${form}:${key}`);
        for (const key of keys)
          await raw.set(key, form === 'zstd' ? squeezed(documents[size]) : JSON.stringify(documents[size]));
        const next = turnOf(keys);
        if (form === 'zstd') return async () => unsqueezed(await raw.getBuffer(next()));
        return async () => JSON.parse((await raw.get(next())) ?? 'null');
      },
    },
    ...(form === 'plain' &&
      callers > 1 &&
      againstPeers(
        callers,
        () => true,
        (peer) => {
          const next = turnOf(keysOf(size));
          return () => (peer.get ?? missing('get'))(next());
        },
      )),
  },
});

export const set = (size: SizeName, form: Forms): Bench<CacheStores> => ({
  id: `cache.${form === 'zstd' ? 'zstd.set' : 'set'}.32.${size}`,
  ours: {
    callers: 32,
    make: ({ cache, documents }) => {
      const next = turnOf(keysOf(size).map((key) => cache[form].key(key)));
      return () => cache[form].set(next(), documents[size]);
    },
  },
  against: {
    ioredis: {
      callers: 32,
      goal: atLeast(form === 'zstd' ? 0.9 : 0.85),
      promisesLess: 'nobody is told',
      make: ({ raw, prefix, documents }) => {
        const next = turnOf(keysOf(size));
        const encode = form === 'zstd' ? squeezed : JSON.stringify;
        return () => raw.set(`${prefix}${next()}`, encode(documents[size]), 'PX', 3_600_000);
      },
    },
    ...(form === 'plain' &&
      againstPeers(
        32,
        () => true,
        (peer, { documents }) => {
          const next = turnOf(keysOf(size));
          return () => (peer.set ?? missing('set'))(next(), documents[size]);
        },
      )),
  },
});

export const mget = (size: SizeName, form: Forms): Bench<CacheStores> => ({
  id: `cache.${form === 'zstd' ? 'zstd.mget' : 'mget'}.100.${size}`,
  perCall: 100,
  unit: 'keys/s',
  ours: {
    make: ({ cache }) => {
      const keys = keysOf(size)
        .slice(0, 100)
        .map((key) => cache[form].key(key));
      return () => cache[form].getMany(keys);
    },
  },
  against: {
    ioredis: {
      goal: atLeast(form === 'zstd' ? 0.9 : 0.95),
      promisesLess: IOREDIS,
      make: async ({ raw, prefix, documents }) => {
        const keys = keysOf(size)
          .slice(0, 100)
          .map((key) => `${prefix}${form}:${key}`);
        for (const key of keys)
          await raw.set(key, form === 'zstd' ? squeezed(documents[size]) : JSON.stringify(documents[size]));
        if (form === 'zstd') return async () => (await raw.mgetBuffer(...keys)).map(unsqueezed);
        return async () => (await raw.mget(...keys)).map((text) => JSON.parse(text ?? 'null'));
      },
    },
    ...(form === 'plain' &&
      againstPeers(
        1,
        (name) => name !== 'bentocache',
        (peer) => {
          const keys = keysOf(size).slice(0, 100);
          return () => (peer.getMany ?? missing('getMany'))(keys);
        },
      )),
  },
});

export const load = (size: SizeName, form: Forms): Bench<CacheStores> => ({
  id: `cache.${form === 'zstd' ? 'zstd.load' : 'load'}.32.${size}`,
  ours: {
    callers: 32,
    make:
      ({ cache, documents }) =>
      () =>
        cache[form].getOrLoad(freshId(), async () => documents[size]),
  },
  against: {
    ioredis: {
      callers: 32,
      goal: atLeast(form === 'zstd' ? 0.9 : 0.85),
      promisesLess: 'no fence, no single load',
      make: ({ raw, prefix, documents }) => {
        const encode = form === 'zstd' ? squeezed : JSON.stringify;
        const source = async () => documents[size];
        return async () => {
          const key = prefix + freshId();
          if ((await raw.get(key)) !== null) return;
          await raw.set(key, encode(await source()), 'PX', 60_000);
        };
      },
    },
    ...(form === 'plain' &&
      againstPeers(
        32,
        (name) => name !== 'keyv',
        (peer, { documents }) => {
          const source = async () => documents[size];
          return () => (peer.load ?? missing('load'))(freshId(), source);
        },
      )),
  },
});

export const batch: Bench<CacheStores> = {
  id: 'cache.batch',
  unit: 'ms/session',
  goal: atMost(0.1),
  measure: async ({ cache, documents }) => {
    const sessions = Array.from({ length: 10_000 }, () => [freshId(), documents['500b']] as const);
    const began = performance.now();
    await cache.plain.setMany(sessions);
    return (performance.now() - began) / sessions.length;
  },
};
