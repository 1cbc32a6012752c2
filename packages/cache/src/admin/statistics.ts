import { escapeGlob, type KeySpace } from '../keys.ts';
import type { CacheSnapshot, TypeSnapshot } from '../metrics/snapshot.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { readEntries, type ScannedEntry } from './read-entries.ts';
import { type Budget, type Extent, scanKeys } from './scan.ts';
import { serversOf } from './servers.ts';

/** Upper bounds of a life that is left; the last one has none. */
const TTL_BOUNDS = [
  ['under 1 min', 60_000],
  ['under 10 min', 600_000],
  ['under 1 h', 3_600_000],
  ['under 6 h', 6 * 3_600_000],
  ['under 1 d', 24 * 3_600_000],
  ['under 7 d', 7 * 24 * 3_600_000],
  ['longer', Number.POSITIVE_INFINITY],
] as const;

export type TtlBucket = (typeof TTL_BOUNDS)[number][0] | 'for ever';

export interface TypeStatistics {
  entries: number;
  /** Deletes that are still remembered. */
  tombstones: number;
  broken: number;
  /** In Redis, without its own overhead. */
  bytes: number;
  /** Of the values, before compression. */
  rawBytes: number;
  compressed: number;
  /** Past its life, and kept to be served when a load fails. */
  overdue: number;
  oldestMs: number | null;
  readonly ttl: Partial<Record<TtlBucket, number>>;
}

export interface ServerMemory {
  readonly address: string;
  readonly usedBytes: number | null;
  readonly peakBytes: number | null;
  /** null where there is no limit. */
  readonly limitBytes: number | null;
  readonly evictionPolicy: string | null;
  readonly evictedKeys: number | null;
}

/** Shares of the reads that came so far; null where none did. */
export interface HitRates {
  readonly all: number | null;
  readonly memory: number | null;
  /** Of the reads that the process had no answer for. */
  readonly redis: number | null;
}

export interface Statistics extends Extent, TypeStatistics {
  readonly byType: Record<string, TypeStatistics>;
  /** Of the cache in this process, by type; null where none was given. */
  readonly hitRates: Record<string, HitRates> | null;
  readonly servers: readonly ServerMemory[];
}

export const statisticsOf = async (
  connection: RedisConnection,
  keys: KeySpace,
  snapshot: CacheSnapshot | undefined,
  budget: Budget,
): Promise<Statistics> => {
  const total = newStatistics();
  const byType: Record<string, TypeStatistics> = {};
  const extent = await scanKeys(
    connection,
    `${escapeGlob(keys.prefix)}v*:*:*`,
    budget,
    async (server, names) => {
      for (const entry of await readEntries(server, keys, names)) {
        byType[entry.type] ??= newStatistics();
        for (const statistics of [total, byType[entry.type] ?? total]) add(statistics, entry);
      }
    },
  );
  return { ...total, ...extent, byType, hitRates: hitRatesOf(snapshot), servers: await memoryOf(connection) };
};

const newStatistics = (): TypeStatistics => ({
  entries: 0,
  tombstones: 0,
  broken: 0,
  bytes: 0,
  rawBytes: 0,
  compressed: 0,
  overdue: 0,
  oldestMs: null,
  ttl: {},
});

const add = (statistics: TypeStatistics, entry: ScannedEntry): void => {
  statistics.bytes += entry.bytes;
  if (entry.kind === 'tombstone') {
    statistics.tombstones += 1;
    return;
  }
  statistics.entries += 1;
  const bucket = bucketOf(entry.ttlMs);
  statistics.ttl[bucket] = (statistics.ttl[bucket] ?? 0) + 1;
  if (entry.kind === 'broken') statistics.broken += 1;
  statistics.rawBytes += entry.rawBytes ?? 0;
  if (entry.compression !== undefined && entry.compression !== 'none') statistics.compressed += 1;
  const { createdAt, ageMs, softAt } = entry;
  if (createdAt === undefined || ageMs === undefined) return;
  statistics.oldestMs = Math.max(statistics.oldestMs ?? 0, ageMs);
  if (softAt !== undefined && createdAt + ageMs > softAt) statistics.overdue += 1;
};

const bucketOf = (ttlMs: number | undefined): TtlBucket => {
  if (ttlMs === undefined) return 'for ever';
  return TTL_BOUNDS.find(([, bound]) => ttlMs < bound)?.[0] ?? 'longer';
};

const hitRatesOf = (snapshot: CacheSnapshot | undefined): Record<string, HitRates> | null =>
  snapshot === undefined
    ? null
    : Object.fromEntries(Object.entries(snapshot.types).map(([type, counts]) => [type, ratesOf(counts)]));

const ratesOf = ({ hits, misses, hitRate }: TypeSnapshot): HitRates => {
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    all: hitRate,
    memory: share(hits.memory, hits.memory + hits.redis + misses),
    redis: share(hits.redis, hits.redis + misses),
  };
};

const memoryOf = async (connection: RedisConnection): Promise<readonly ServerMemory[]> =>
  Promise.all(
    serversOf(connection).map(async ({ address, redis }) => {
      const info = `${await redis.info('memory')}${await redis.info('stats')}`;
      const text = (name: string): string | null =>
        new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? null;
      const number = (name: string): number | null => {
        const value = text(name);
        return value === null ? null : Number(value);
      };
      return {
        address,
        usedBytes: number('used_memory'),
        peakBytes: number('used_memory_peak'),
        limitBytes: number('maxmemory') || null,
        evictionPolicy: text('maxmemory_policy'),
        evictedKeys: number('evicted_keys'),
      };
    }),
  );
