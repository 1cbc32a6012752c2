import { countUsage } from '@graphkeep/core';
import { Durations } from './durations.ts';

/** What happened to one type in this process. Plain fields: a hit adds one to a number and no more. */
export class TypeCounts {
  hitsMemory = 0;
  hitsRedis = 0;
  /** Of the hits, those past their life. */
  servedStale = 0;
  misses = 0;
  loads = 0;
  loadsFailed = 0;
  loadsTimedOut = 0;
  fillsStored = 0;
  /** Loads that were not kept since the key was changed meanwhile. */
  fillsFenced = 0;
  /** Loads that took longer than a delete is remembered. */
  fillsLate = 0;
  /** Loads that Redis could not be given. */
  fillsFailed = 0;
  /** Values that cannot be encoded, or are too large. */
  refused = 0;
  sets = 0;
  deletes = 0;
  /** Of the writes, those that wait for Redis. */
  queued = 0;
  /** Entries in Redis that could not be read, by why. */
  readonly corrupt = new Map<string, number>();
  /** Of values that were encoded, before and after compression. */
  bytesRaw = 0;
  bytesStored = 0;
  readonly redisTime = new Durations();
  readonly loadTime = new Durations();

  /** An answer of Redis came so long after it was asked. */
  redisTook(ms: number): void {
    this.redisTime.add(ms);
    countUsage('cache', ms);
  }
}
