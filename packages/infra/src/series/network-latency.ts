import type { NetworkLatency, PairLatency } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { rangeFields, rangeOf } from './range.ts';

export const networkLatencyInput = z.strictObject({
  ...rangeFields,
  source: z.string().optional(),
  target: z.string().optional(),
  region: z.string().optional(),
  /** Pairs at most; those with the most requests are taken. */
  limit: z.int().min(1).max(10_000).default(1_000),
});
export type NetworkLatencyInput = z.input<typeof networkLatencyInput>;

const HIGH_MS = 100;

/** How fast services answer each other. */
export const networkLatency = async (
  { sql: store, now }: Measured,
  given: NetworkLatencyInput = {},
): Promise<NetworkLatency> => {
  const { source, target, region, limit, ...asked } = networkLatencyInput.parse(given);
  const asOf = now();
  const range = rangeOf(asked, asOf, { hours: 24 });
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
  return { range, pairs, total: rows[0]?.total ?? 0, ...matrixOf(pairs), asOf };
};

/** A matrix of more services is for no screen, and its size is the square of theirs. */
const MOST_SERVICES = 100;

/** A square of the services of the first pairs. */
export const matrixOf = (
  pairs: readonly Pick<PairLatency, 'source' | 'target' | 'latencyMs'>[],
): Pick<NetworkLatency, 'services' | 'matrix'> => {
  const drawn = new Set<string>();
  for (const { source, target } of pairs)
    if (new Set([...drawn, source, target]).size <= MOST_SERVICES) drawn.add(source).add(target);
  const services = [...drawn].sort();
  const places = new Map(services.map((service, place) => [service, place]));
  const matrix = services.map(() => services.map((): number | null => null));
  for (const { source, target, latencyMs } of pairs) {
    const row = matrix[places.get(source) ?? -1];
    const place = places.get(target);
    if (row && place !== undefined) row[place] = latencyMs;
  }
  return { services, matrix };
};
