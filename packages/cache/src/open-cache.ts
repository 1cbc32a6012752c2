import { Bulkhead, GraphkeepError } from '@graphkeep/core';
import { LRUCache } from 'lru-cache';
import type { Registry } from 'prom-client';
import type { CacheType, OpenType } from './cache-type.ts';
import { Clock } from './clock.ts';
import { type Core, forget, forgetAll } from './core.ts';
import { EpochBook, parseEpochState } from './epochs/book.ts';
import type { BreakerOptions } from './failure/breaker.ts';
import { keySpace } from './keys.ts';
import { type HeldEntry, heldIn } from './l1/held.ts';
import { Memory } from './l1/memory.ts';
import { Flights } from './loading/flights.ts';
import { Prefetcher } from './loading/prefetcher.ts';
import { exportMetrics } from './metrics/export.ts';
import { type CacheSnapshot, snapshotter } from './metrics/snapshot.ts';
import { RecentChanges } from './recent-changes.ts';
import type { RedisConnection } from './redis/connection.ts';
import { openRedisSide } from './redis-side.ts';
import type { CacheTypes, HandlesOf, PrefetchOf } from './types/define.ts';
import { type Duration, milliseconds } from './types/duration.ts';
import { policyOf } from './types/policy.ts';
import { bytes, type Size } from './types/size.ts';
import { type WriteOutcome, worst } from './writing/outcome.ts';
import type { DeleteOptions } from './writing/remove.ts';
import { changeTag } from './writing/tags.ts';

export interface OpenCacheOptions<T> {
  readonly types: T;
  /** First part of every key in Redis: who shares it, shares the entries. */
  readonly app: string;
  /** Second part: `production`, `test`. */
  readonly env: string;
  /** The second tier. @default none: in the process alone */
  readonly redis?: RedisConnection | undefined;
  /** Bounds of what the process holds. @default 64mb and 10,000 entries */
  readonly memory?: { readonly maxBytes?: Size; readonly maxEntries?: number };
  /** In place of the types' own. */
  readonly ttl?: { readonly [K in keyof T]?: Duration };
  /** Called with a value that was read from Redis or loaded, to fetch in the background what will be asked for next. */
  readonly prefetch?: PrefetchOf<T>;
  /** How long a read waits for Redis. @default '250ms' */
  readonly readTimeout?: Duration;
  /** How long a write waits for Redis, before it is queued. @default '1s' */
  readonly writeTimeout?: Duration;
  /**
   * While nothing is heard of other processes' writes, what the process holds is served for so long at most. At least 2 s.
   * @default '5s'
   */
  readonly silence?: Duration;
  /** When Redis is no longer asked. @default after 5 failures in a row, or half of at least 10 calls in 10 s; a probe after 1 s */
  readonly breaker?: BreakerOptions;
  /** How many loads run at once. @default 256 */
  readonly maxLoads?: number;
  /** How many keys may wait to be deleted while Redis is away, before their types are ended as a whole. @default 10_000 */
  readonly maxQueued?: number;
  /** Freezes values that are held in the process. Costs a walk over each one: switch it off in production. @default true */
  readonly freeze?: boolean;
  /** Where the counts are registered. */
  readonly metrics?: Registry;
  /** The clock by which entries end, for tests. @default the time of the Redis server */
  readonly now?: () => number;
}

/** What the cache does besides the handles of its types. */
export interface CacheControls {
  /** Ends all entries with the tag: they are never served again. */
  deleteTag(tag: string, options?: DeleteOptions): Promise<WriteOutcome>;
  deleteTags(tags: readonly string[], options?: DeleteOptions): Promise<WriteOutcome>;
  /** Ends the life of all entries with the tag: within their grace they may still be served. */
  expireTag(tag: string, options?: DeleteOptions): Promise<WriteOutcome>;
  /** Resolves when all that other processes had written to the log at this moment is obeyed here. */
  caughtUp(options?: { readonly timeoutMs?: number }): Promise<void>;
  snapshot(): CacheSnapshot;
  /** What this process holds, in no order. */
  held(): Iterable<HeldEntry>;
  /** Lets go of what it holds. The connection to Redis is its owner's to close. */
  close(): Promise<void>;
}

export type Cache<T> = CacheControls & HandlesOf<T>;

const DAY_MS = 86_400_000;

/** Which values a type has matters to its callers alone. */
const entriesOf = (types: object): readonly (readonly [string, CacheType<unknown, unknown>])[] =>
  Object.entries(types);

/**
 * Opens a cache of two tiers, in the process and in Redis. Redis may be away: then it is a cache in the process until Redis comes.
 *
 * @example const cache = openCache({ types, redis: connectRedis({ … }), app: 'story', env: 'production' });
 */
export const openCache = <const T extends CacheTypes<T>>(options: OpenCacheOptions<T>): Cache<T> => {
  const { redis: connection } = options;
  const keys = keySpace(options.app, options.env);
  const clock = new Clock(options.now);
  const recent = new RecentChanges();
  const book = new EpochBook(recent);
  const ttls: Readonly<Record<string, Duration | undefined>> = { ...options.ttl };
  const hooks: Readonly<Record<string, ((value: unknown, id: unknown) => unknown) | undefined>> = {
    ...options.prefetch,
  };
  const policies = entriesOf(options.types).map(
    ([name, type]) => [name, policyOf(name, type.options, ttls[name])] as const,
  );
  const maxBytes = bytes(options.memory?.maxBytes ?? '64mb', 'memory.maxBytes');
  const maxEntries = options.memory?.maxEntries ?? 10_000;
  const memory = new Memory({ maxBytes, maxEntries }, clock, book, connection === undefined);

  const silenceMs = Math.max(2_000, milliseconds(options.silence ?? '5s', 'silence'));
  const redis =
    connection &&
    openRedisSide({
      ...{ connection, keys, clock, book, silenceMs },
      typeEpochs: new Set(policies.map(([name, { version }]) => keys.typeEpoch(name, version))),
      readMs: milliseconds(options.readTimeout ?? '250ms', 'readTimeout'),
      writeMs: milliseconds(options.writeTimeout ?? '1s', 'writeTimeout'),
      epochLifeMs: Math.max(
        DAY_MS,
        ...policies.map(([, { ttlMs, graceMs, staleMs }]) => ttlMs + Math.max(graceMs, staleMs)),
      ),
      breaker: options.breaker ?? {},
      maxQueued: options.maxQueued ?? 10_000,
      onKey: (key) => void forget(core, key),
      onEpoch: (key, state) => book.logged(key, parseEpochState(state)),
      onGap: () => forgetAll(core),
      onFollowed: (followed) => {
        memory.followed = followed;
      },
    });
  const longestFenceMs = Math.max(1, ...policies.map(([, { fenceMs }]) => fenceMs));
  const core: Core = {
    ...{ keys, clock, recent, book, memory, redis, silenceMs },
    flights: new Flights(),
    slots: new Bulkhead('The loading of cached values', { limit: options.maxLoads ?? 256, queue: 100_000 }),
    prefetcher: new Prefetcher(),
    pauses: new LRUCache({ max: 10_000 }),
    bookmarks: new LRUCache({ max: 10_000, ttl: longestFenceMs }),
    freeze: options.freeze ?? true,
  };

  const opened = new Map<string, OpenType<unknown>>();
  for (const [name, type] of entriesOf(options.types))
    opened.set(name, type.open(core, { name, ttl: ttls[name], prefetch: hooks[name] }));
  const counts = new Map(Array.from(opened, ([name, one]) => [name, one.counts]));
  if (options.metrics !== undefined) exportMetrics(options.metrics, core, counts);

  const controls: CacheControls = {
    deleteTag: (tag, { bookmark } = {}) => changeTag(core, tag, 'delete', bookmark),
    deleteTags: async (tags, { bookmark } = {}) =>
      worst(await Promise.all([...new Set(tags)].map((tag) => changeTag(core, tag, 'delete', bookmark)))),
    expireTag: (tag, { bookmark } = {}) => changeTag(core, tag, 'expire', bookmark),
    caughtUp: async ({ timeoutMs = 5_000 } = {}) => {
      if (connection === undefined || redis === undefined) return;
      await redis.log.caughtUp(connection.client, timeoutMs);
    },
    snapshot: snapshotter(core, counts),
    held: () => heldIn(memory, keys, clock),
    close: async () => {
      clock.stop();
      await redis?.stop();
      memory.clear();
    },
  };
  return withHandles<T>(controls, opened);
};

/** Each type's handle was opened from that very type. */
const withHandles = <T>(
  controls: CacheControls,
  opened: ReadonlyMap<string, OpenType<unknown>>,
): Cache<T> => {
  const cache: object = { ...controls };
  for (const [name, { handle }] of opened) {
    if (name in cache) {
      throw new GraphkeepError(
        'invalid_input',
        `A cache type cannot be called ${name}: the cache itself has that name.`,
        {
          field: name,
        },
      );
    }
    Object.defineProperty(cache, name, { value: handle, enumerable: true });
  }
  return cache as Cache<T>;
};
