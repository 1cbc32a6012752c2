import KeyvRedis from '@keyv/redis';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { redisDriver } from 'bentocache/drivers/redis';
import { createCache } from 'cache-manager';
import { Cacheable } from 'cacheable';
import { Keyv } from 'keyv';
import { Loader, ManualCache, RedisCache } from 'layered-loader';

const TTL_MS = 3_600_000;
const UNFENCED = 'no fence: a delete during a load is lost';

const bentocache = ({ client }) => {
  const bento = new BentoCache({
    default: 'redis',
    ttl: TTL_MS,
    stores: {
      memory: bentostore().useL1Layer(memoryDriver({ maxItems: 10_000 })),
      redis: bentostore().useL2Layer(redisDriver({ connection: client(), prefix: `bento-${process.pid}` })),
    },
  });
  const memory = bento.use('memory');
  const redis = bento.use('redis');
  return {
    name: 'bentocache',
    lacks: UNFENCED,
    memory: (key) => memory.get({ key }),
    get: (key) => redis.get({ key }),
    set: (key, value) => redis.set({ key, value }),
    getMany: undefined,
    load: (key, factory) => redis.getOrSet({ key, factory }),
    warm: async (key, value) => Promise.all([memory.set({ key, value }), redis.set({ key, value })]),
    close: () => bento.disconnectAll(),
  };
};

const layered = ({ client }) => {
  const redis = new RedisCache(client(), {
    json: true,
    prefix: `layered-${process.pid}`,
    ttlInMsecs: TTL_MS,
  });
  const memory = new ManualCache({
    inMemoryCache: { cacheType: 'lru-object', ttlInMsecs: TTL_MS, maxItems: 10_000 },
  });
  const second = new ManualCache({
    asyncCache: redis,
    inMemoryCache: false,
    cacheKeyFromValueResolver: ({ id }) => id,
  });
  const loader = new Loader({
    inMemoryCache: false,
    asyncCache: redis,
    cacheKeyFromLoadParamsResolver: ({ key }) => key,
    dataSourceGetOneFn: ({ load }) => load(),
  });
  return {
    name: 'layered-loader',
    lacks: `${UNFENCED} in another process`,
    memory: (key) => memory.get(key),
    get: (key) => second.get(key),
    set: (key, value) => second.set(key, value),
    getMany: (keys) => second.getMany(keys),
    load: (key, load) => loader.get({ key, load }),
    // It finds out from a value which key it was asked for by.
    warm: async (key, value) => Promise.all([memory.set(key, value), second.set(key, { ...value, id: key })]),
    close: async () => {},
  };
};

const cacheable = ({ url }) => {
  const memory = new Cacheable({ ttl: TTL_MS });
  const redis = new Cacheable({
    primary: new Keyv({ store: new KeyvRedis(url), namespace: `cacheable-${process.pid}` }),
    ttl: TTL_MS,
  });
  return {
    name: 'cacheable',
    lacks: `${UNFENCED}; its own Redis client`,
    memory: (key) => memory.get(key),
    get: (key) => redis.get(key),
    set: (key, value) => redis.set(key, value),
    getMany: (keys) => redis.getMany(keys),
    load: (key, load) => redis.getOrSet(key, load),
    warm: async (key, value) => Promise.all([memory.set(key, value), redis.set(key, value)]),
    close: () => redis.disconnect(),
  };
};

const cacheManager = ({ url }) => {
  const memory = createCache({ ttl: TTL_MS });
  const redis = createCache({
    stores: [new Keyv({ store: new KeyvRedis(url), namespace: `manager-${process.pid}` })],
    ttl: TTL_MS,
  });
  return {
    name: 'cache-manager',
    lacks: `${UNFENCED}; its own Redis client`,
    memory: (key) => memory.get(key),
    get: (key) => redis.get(key),
    set: (key, value) => redis.set(key, value),
    getMany: (keys) => redis.mget(keys),
    load: (key, load) => redis.wrap(key, load),
    warm: async (key, value) => Promise.all([memory.set(key, value), redis.set(key, value)]),
    close: () => redis.disconnect(),
  };
};

const keyv = ({ url }) => {
  const memory = new Keyv({ ttl: TTL_MS });
  const redis = new Keyv({ store: new KeyvRedis(url), namespace: `keyv-${process.pid}`, ttl: TTL_MS });
  return {
    name: 'keyv',
    lacks: 'no loads, no tags, one tier; its own Redis client',
    memory: (key) => memory.get(key),
    get: (key) => redis.get(key),
    set: (key, value) => redis.set(key, value),
    getMany: (keys) => redis.get(keys),
    load: undefined,
    warm: async (key, value) => Promise.all([memory.set(key, value), redis.set(key, value)]),
    close: () => redis.disconnect(),
  };
};

export const openPeers = async (redis) =>
  [bentocache, layered, cacheable, cacheManager, keyv].map((open) => open(redis));
