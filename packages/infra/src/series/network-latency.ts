import { sql } from 'kysely';
import { z } from 'zod';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { type Range, rangeFields, rangeOf } from './range.ts';

export const networkLatencyInput = z.strictObject({
  ...rangeFields,
  source: z.string().optional(),
  target: z.string().optional(),
  region: z.string().optional(),
  /** Pairs at most; those with the most requests are taken. */
  limit: z.int().min(1).max(10_000).default(1_000),
});
export type NetworkLatencyInput = z.input<typeof networkLatencyInput>;

export interface PairLatency {
  readonly source: string;
  readonly target: string;
  /** Weighted by requests; a plain mean where those were not counted. */
  readonly latencyMs: number | null;
  readonly p95: number | null;
  readonly requests: number | null;
  /** The share of requests that failed or timed out. */
  readonly errorShare: number | null;
  readonly high: boolean;
}

export interface NetworkLatency {
  readonly range: Range;
  readonly pairs: readonly PairLatency[];
  /** How many pairs there are in all. */
  readonly total: number;
  /** Rows and columns of the matrix. */
  readonly services: readonly string[];
  /** Milliseconds from the row's service to the column's; null where nothing was measured. */
  readonly matrix: readonly (readonly (number | null)[])[];
}

const HIGH_MS = 100;

/** How fast services answer each other. */
export const networkLatency = async (
  { sql: store, now }: Measured,
  given: NetworkLatencyInput = {},
): Promise<NetworkLatency> => {
  const { source, target, region, limit, ...asked } = networkLatencyInput.parse(given);
  const range = rangeOf(asked, now(), { hours: 24 });
  const { rows } = await store.read((db) =>
    sql<Omit<PairLatency, 'high'> & { total: number }>`
      SELECT source, target,
        coalesce(sum(latency_avg * requests) / nullif(sum(requests) FILTER (WHERE latency_avg IS NOT NULL), 0), avg(latency_avg)) AS "latencyMs",
        max(latency_p95) AS p95, sum(requests)::float8 AS requests,
        (coalesce(sum(errors), 0) + coalesce(sum(timeouts), 0))::float8 / nullif(sum(requests), 0) AS "errorShare",
        count(*) OVER () AS total
      FROM network_metrics WHERE time >= ${range.start} AND time < ${range.end}${equalTo({ source, target, region })}
      GROUP BY source, target ORDER BY sum(requests) DESC NULLS LAST, source, target LIMIT ${limit}`.execute(
      db,
    ),
  );
  const pairs = rows.map(
    ({ total: _, ...pair }): PairLatency => ({ ...pair, high: (pair.latencyMs ?? 0) > HIGH_MS }),
  );
  const services = [...new Set(pairs.flatMap((pair) => [pair.source, pair.target]))].sort();
  const places = new Map(services.map((service, place) => [service, place]));
  const matrix = services.map(() => services.map((): number | null => null));
  for (const { source: from, target: to, latencyMs } of pairs) {
    const row = matrix[places.get(from) ?? -1];
    if (row) row[places.get(to) ?? -1] = latencyMs;
  }
  return { range, pairs, total: rows[0]?.total ?? 0, services, matrix };
};
