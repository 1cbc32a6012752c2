import type { Core } from '../core.ts';
import type { LinkState } from '../failure/link.ts';
import type { TypeCounts } from './type-counts.ts';

export interface TypeSnapshot {
  readonly hits: { readonly memory: number; readonly redis: number };
  readonly servedStale: number;
  readonly misses: number;
  /** Hits of all reads; `null` before the first. */
  readonly hitRate: number | null;
  readonly loads: {
    readonly total: number;
    readonly failed: number;
    readonly timedOut: number;
    readonly averageMs: number | null;
  };
  readonly fills: {
    readonly stored: number;
    readonly fenced: number;
    readonly late: number;
    readonly failed: number;
  };
  readonly refused: number;
  readonly sets: number;
  readonly deletes: number;
  readonly queued: number;
  readonly corrupt: Readonly<Record<string, number>>;
  /** Bytes after compression ÷ before; `null` where nothing was encoded. */
  readonly compressionRatio: number | null;
  /** Of reads that went to Redis. */
  readonly averageRedisMs: number | null;
}

export interface CacheSnapshot {
  readonly types: Readonly<Record<string, TypeSnapshot>>;
  readonly total: {
    readonly hits: number;
    readonly misses: number;
    readonly hitRate: number | null;
    readonly operations: number;
  };
  /** Since the last snapshot that was asked for. */
  readonly operationsPerSecond: number;
  readonly memory: { readonly entries: number; readonly bytes: number };
  readonly loading: { readonly running: number; readonly waiting: number };
  /** Undefined where the cache is in the process alone. */
  readonly redis:
    | {
        readonly state: LinkState;
        readonly reconnections: number;
        readonly failures: number;
        /** Invalidations that Redis has not confirmed. */
        readonly queued: number;
        /** Whether invalidations by other processes arrive. */
        readonly followed: boolean;
        readonly logLagMs: number;
        /** Times that the log had to be given up for lost, and all that was held with it. */
        readonly logGaps: number;
      }
    | undefined;
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const average = ({ seconds, count }: { readonly seconds: number; readonly count: number }): number | null =>
  count === 0 ? null : (seconds / count) * 1_000;

const typeSnapshot = (counts: TypeCounts): TypeSnapshot => {
  const hits = counts.hitsMemory + counts.hitsRedis;
  return {
    hits: { memory: counts.hitsMemory, redis: counts.hitsRedis },
    servedStale: counts.servedStale,
    misses: counts.misses,
    hitRate: ratio(hits, hits + counts.misses),
    loads: {
      total: counts.loads,
      failed: counts.loadsFailed,
      timedOut: counts.loadsTimedOut,
      averageMs: average(counts.loadTime),
    },
    fills: {
      stored: counts.fillsStored,
      fenced: counts.fillsFenced,
      late: counts.fillsLate,
      failed: counts.fillsFailed,
    },
    refused: counts.refused,
    sets: counts.sets,
    deletes: counts.deletes,
    queued: counts.queued,
    corrupt: Object.fromEntries(counts.corrupt),
    compressionRatio: ratio(counts.bytesStored, counts.bytesRaw),
    averageRedisMs: average(counts.redisTime),
  };
};

/** What the cache did so far, and how it stands now. */
export const snapshotter = (core: Core, counts: ReadonlyMap<string, TypeCounts>): (() => CacheSnapshot) => {
  let lastAt = performance.now();
  let lastOperations = 0;
  return () => {
    const types = Object.fromEntries(Array.from(counts, ([name, one]) => [name, typeSnapshot(one)]));
    const all = [...counts.values()];
    const sum = (of: (one: TypeCounts) => number): number => all.reduce((total, one) => total + of(one), 0);
    const hits = sum((one) => one.hitsMemory + one.hitsRedis);
    const misses = sum((one) => one.misses);
    const operations = hits + misses + sum((one) => one.sets + one.deletes);
    const now = performance.now();
    const operationsPerSecond = now > lastAt ? ((operations - lastOperations) / (now - lastAt)) * 1_000 : 0;
    lastAt = now;
    lastOperations = operations;
    const { redis } = core;
    return {
      types,
      total: { hits, misses, hitRate: ratio(hits, hits + misses), operations },
      operationsPerSecond,
      memory: { entries: core.memory.size, bytes: core.memory.bytes },
      loading: { running: core.slots.inUse, waiting: core.slots.queued },
      redis: redis && {
        state: redis.link.state,
        reconnections: Math.max(0, redis.link.connections - 1),
        failures: redis.link.failures,
        queued: redis.queue.size,
        followed: redis.log.followed,
        logLagMs: redis.log.lagMs,
        logGaps: redis.log.gaps,
      },
    };
  };
};
