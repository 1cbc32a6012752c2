import type { DatabaseLoad, DatabasePerformance } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { rangeFields, rangeOf } from './range.ts';

export const databasePerformanceInput = z.strictObject({
  ...rangeFields,
  identifier: z.string().optional(),
  engine: z.string().optional(),
  region: z.string().optional(),
  limit: z.int().min(1).max(1_000).default(200),
});
export type DatabasePerformanceInput = z.input<typeof databasePerformanceInput>;

const CRITICAL = { cpu: 80, readLatencyMs: 100 };
const WARNING = { cpu: 60, readLatencyMs: 50 };

/** Which databases have too much to do. */
export const databasePerformance = async (
  { sql: store, now }: Measured,
  given: DatabasePerformanceInput = {},
): Promise<DatabasePerformance> => {
  const { identifier, engine, region, limit, ...asked } = databasePerformanceInput.parse(given);
  const asOf = now();
  const range = rangeOf(asked, asOf, { hours: 24 });
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
    asOf,
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
