export { type CacheType, cacheType } from './cache-type.ts';
export type { BreakerOptions } from './failure/breaker.ts';
export type { CachedEntry, CacheHandle, CacheKey, GetOptions } from './handle.ts';
export { type CachedFunction, type CachedOptions, cached } from './helpers/cached.ts';
export type { ChannelListener, ChannelOf } from './helpers/channel.ts';
export type { ValueOptions } from './helpers/codec.ts';
export type {
  Collection,
  HashOf,
  ListOf,
  ListOptions,
  Ranked,
  SetOf,
  SortedPage,
  SortedSetOf,
} from './helpers/collections.ts';
export type { Counter, CounterOptions } from './helpers/counter.ts';
export type { Candidate, LeaderOptions } from './helpers/leader.ts';
export type { AcquireOptions, Lease, Lock, LockOptions } from './helpers/lock.ts';
export { type Helpers, type HelpersOptions, openHelpers } from './helpers/open-helpers.ts';
export type { Rate, RateOptions, RateResult } from './helpers/rate.ts';
export type { Session, SessionOptions, Sessions } from './helpers/sessions.ts';
export type {
  ConsumerGroup,
  DeliveredItem,
  PageOptions,
  StreamItem,
  StreamOf,
  StreamOptions,
} from './helpers/stream.ts';
export type { HeldEntry } from './l1/held.ts';
export type { LoadOptions } from './loading/get-or-load.ts';
export type { LoadContext } from './loading/loader.ts';
export type { CacheSnapshot, TypeSnapshot } from './metrics/snapshot.ts';
export { type Cache, type CacheControls, type OpenCacheOptions, openCache } from './open-cache.ts';
export { connectRedis, type RedisConnection, type RedisConnectionOptions } from './redis/connection.ts';
export { type ActivityPolicy, byActivity } from './types/activity.ts';
export { type CacheTypes, defineCacheTypes } from './types/define.ts';
export type { Duration } from './types/duration.ts';
export type { CacheTypeOptions, Codec } from './types/options.ts';
export type { Size } from './types/size.ts';
export type { DeadLetter, DeadLetters } from './write-behind/dead-letters.ts';
export type { WriteItem } from './write-behind/item.ts';
export {
  openWriteBehind,
  type WriteBehind,
  type WriteBehindOptions,
  type WriteBehindState,
} from './write-behind/open-write-behind.ts';
export type { WriteOutcome } from './writing/outcome.ts';
export type { SetOptions } from './writing/put.ts';
export type { DeleteOptions } from './writing/remove.ts';
