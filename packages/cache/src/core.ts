import type { Bulkhead } from '@graphkeep/core';
import type { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import type { EpochBook } from './epochs/book.ts';
import type { Aftermath } from './failure/aftermath.ts';
import type { RedisLink } from './failure/link.ts';
import type { ReplayQueue } from './failure/replay-queue.ts';
import type { KeySpace } from './keys.ts';
import type { Memory } from './l1/memory.ts';
import type { Flights } from './loading/flights.ts';
import type { Prefetcher } from './loading/prefetcher.ts';
import type { LogFollower } from './log/follower.ts';
import type { RecentChanges } from './recent-changes.ts';
import type { Origin } from './store/origin.ts';
import type { RedisTier } from './store/redis-tier.ts';

/** The parts of an open cache. */
export interface Core {
  readonly keys: KeySpace;
  readonly clock: Clock;
  readonly recent: RecentChanges;
  readonly book: EpochBook;
  readonly memory: Memory;
  readonly flights: Flights;
  /** So many loads run at once over all types: while Redis is away, they all go to the store behind it. */
  readonly slots: Bulkhead;
  readonly prefetcher: Prefetcher;
  /** Until when, in local time, a load that failed is not tried again while there is something stale to serve. */
  readonly pauses: LRUCache<string, number>;
  /** Of deletes by this process. */
  readonly bookmarks: LRUCache<string, string>;
  /** How long a value is held that nobody would say is out of date. */
  readonly silenceMs: number;
  /** Whether values held in the process are frozen. */
  readonly freeze: boolean;
  /** Undefined where the cache is in the process alone. */
  readonly redis: RedisSide | undefined;
}

export interface RedisSide {
  readonly tier: RedisTier;
  readonly link: RedisLink;
  readonly queue: ReplayQueue;
  readonly aftermath: Aftermath;
  readonly origin: Origin;
  readonly log: LogFollower;
}

/** The key was changed: what the process holds of it, and what is being read or loaded for it, counts no more. */
export const forget = (core: Core, key: string): number => {
  const at = core.recent.mark(key);
  core.memory.delete(key);
  core.flights.detach(key);
  return at;
};

/** Anything may have been changed. */
export const forgetAll = (core: Core): void => {
  core.recent.markAll();
  core.memory.clear();
  core.flights.detachAll();
  core.book.forgetAll();
};

/** The last tier that a change has to reach. */
export const tierOf = ({ redis }: Core): 'memory' | 'redis' => (redis === undefined ? 'memory' : 'redis');
