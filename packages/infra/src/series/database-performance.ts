import { sql } from 'kysely';
import { z } from 'zod';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { type Range, rangeFields, rangeOf } from './range.ts';

export const databasePerformanceInput = z.strictObject({
  ...rangeFields,
  identifier: z.string().optional(),
  engine: z.string().optional(),
  region: z.string().optional(),
  limit: z.int().min(1).max(1_000).default(200),
});
export type DatabasePerformanceInput = z.input<typeof databasePerformanceInput>;

export interface DatabaseLoad {
  readonly identifier: string;
  readonly engine: string | null;
  readonly avgCpu: number | null;
  readonly maxCpu: number | null;
  readonly avgConnections: number | null;
  readonly maxConnections: number | null;
  readonly avgReadLatencyMs: number | null;
  readonly maxReadLatencyMs: number | null;
  readonly avgWriteLatencyMs: number | null;
  readonly iops: number | null;
  readonly freeStorage: number | null;
  readonly cacheHitRatio: number | null;
  readonly slowQueries: number | null;
  readonly deadlocks: number | null;
  readonly lockWaits: number | null;
  /** By its averages; `unknown` where neither processor nor reads were measured. */
  readonly status: 'ok' | 'warning' | 'critical' | 'unknown';
}

export interface DatabasePerformance {
  readonly range: Range;
  readonly critical: number;
  readonly warning: number;
  /** The worst first. */
  readonly databases: readonly DatabaseLoad[];
}

const CRITICAL = { cpu: 80, readLatencyMs: 100 };
const WARNING = { cpu: 60, readLatencyMs: 50 };

/** Which databases have too much to do. */
export const databasePerformance = async (
  { sql: store, now }: Measured,
  given: DatabasePerformanceInput = {},
): Promise<DatabasePerformance> => {
  const { identifier, engine, region, limit, ...asked } = databasePerformanceInput.parse(given);
  const range = rangeOf(asked, now(), { hours: 24 });
  const { rows } = await store.read((db) =>
    sql<Omit<DatabaseLoad, 'status'>>`
      SELECT identifier, max(engine) AS engine, avg(cpu) AS "avgCpu", max(cpu) AS "maxCpu",
        avg(connections)::float8 AS "avgConnections", max(connections) AS "maxConnections",
        avg(read_latency_ms) AS "avgReadLatencyMs", max(read_latency_ms) AS "maxReadLatencyMs",
        avg(write_latency_ms) AS "avgWriteLatencyMs", avg(read_iops) + avg(write_iops) AS iops,
        (array_agg(free_storage ORDER BY time DESC) FILTER (WHERE free_storage IS NOT NULL))[1] AS "freeStorage",
        avg(cache_hit_ratio) AS "cacheHitRatio", sum(slow_queries)::float8 AS "slowQueries",
        sum(deadlocks)::float8 AS deadlocks, sum(lock_waits)::float8 AS "lockWaits"
      FROM database_metrics WHERE time >= ${range.start} AND time < ${range.end}${equalTo({ identifier, engine, region })}
      GROUP BY identifier`.execute(db),
  );
  const databases = rows
    .map((row): DatabaseLoad => ({ ...row, status: statusOf(row) }))
    .sort(
      (one, other) =>
        order.indexOf(one.status) - order.indexOf(other.status) ||
        (other.avgCpu ?? 0) - (one.avgCpu ?? 0) ||
        (one.identifier < other.identifier ? -1 : 1),
    );
  return {
    range,
    critical: databases.filter(({ status }) => status === 'critical').length,
    warning: databases.filter(({ status }) => status === 'warning').length,
    databases: databases.slice(0, limit),
  };
};

const order = ['critical', 'warning', 'unknown', 'ok'];

const statusOf = ({
  avgCpu,
  avgReadLatencyMs,
}: Pick<DatabaseLoad, 'avgCpu' | 'avgReadLatencyMs'>): DatabaseLoad['status'] => {
  if (avgCpu === null && avgReadLatencyMs === null) return 'unknown';
  const over = (bound: typeof WARNING) =>
    (avgCpu ?? 0) > bound.cpu || (avgReadLatencyMs ?? 0) > bound.readLatencyMs;
  return over(CRITICAL) ? 'critical' : over(WARNING) ? 'warning' : 'ok';
};
