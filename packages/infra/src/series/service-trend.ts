import { GraphkeepError } from '@graphkeep/core';
import type { ServiceTrend, TrendPoint } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Measured } from './measured.ts';
import { rangeFields, rangeOf } from './range.ts';
import { slopeOf } from './significance.ts';

export const serviceTrendInput = z.strictObject({
  ...rangeFields,
  service: z.string().min(1),
  bucketMinutes: z.int().min(1).max(1_440).default(5),
});
export type ServiceTrendInput = z.input<typeof serviceTrendInput>;

const MAX_POINTS = 5_000;
const MINUTE_MS = 60_000;

interface Whole {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly cpu: number | null;
  readonly cpuR2: number | null;
  readonly cpuN: number;
  readonly memory: number | null;
  readonly memoryR2: number | null;
  readonly memoryN: number;
  readonly response: number | null;
  readonly responseR2: number | null;
  readonly responseN: number;
}

/** How one service has been doing over time. */
export const serviceTrend = async (
  { sql: store, now }: Measured,
  given: ServiceTrendInput,
): Promise<ServiceTrend> => {
  const { service, bucketMinutes, ...asked } = serviceTrendInput.parse(given);
  const asOf = now();
  const range = rangeOf(asked, asOf, { hours: 24 });
  const { start, end } = range;
  const points = Math.ceil((end.getTime() - start.getTime()) / (bucketMinutes * MINUTE_MS)) + 1;
  if (points > MAX_POINTS)
    throw new GraphkeepError(
      'invalid_input',
      `This range has ${points} buckets of ${bucketMinutes} minutes, and ${MAX_POINTS} may be asked for: choose a larger bucketMinutes or a shorter range.`,
      { field: 'bucketMinutes' },
    );
  const width = sql`make_interval(mins => ${bucketMinutes})`;
  const bucket = sql`date_bin(${width}, time, 'epoch'::timestamptz)`;
  const rows = sql`FROM system_metrics WHERE service = ${service} AND time >= ${start} AND time < ${end}`;
  const hours = sql`(extract(epoch FROM time - ${start}::timestamptz) / 3600)::float8`;
  const [line, whole] = await store.read(async (db) => [
    await sql<TrendPoint>`
      SELECT b.time, m.cpu, m.memory, m."responseMs", m."errorRate", m.requests
      FROM generate_series(date_bin(${width}, ${start}::timestamptz, 'epoch'::timestamptz), ${end}::timestamptz - interval '1 microsecond', ${width}) AS b(time)
      LEFT JOIN (
        SELECT ${bucket} AS bucket, avg(cpu) AS cpu, avg(memory) AS memory, avg(response_ms) AS "responseMs",
          avg(error_rate) AS "errorRate", sum(requests)::float8 AS requests ${rows} GROUP BY 1
      ) AS m ON m.bucket = b.time ORDER BY b.time`.execute(db),
    await sql<Whole>`
      SELECT percentile_cont(.5) WITHIN GROUP (ORDER BY response_ms) AS p50, percentile_cont(.95) WITHIN GROUP (ORDER BY response_ms) AS p95,
        regr_slope(cpu, ${hours}) AS cpu, regr_r2(cpu, ${hours}) AS "cpuR2", count(cpu) AS "cpuN",
        regr_slope(memory, ${hours}) AS memory, regr_r2(memory, ${hours}) AS "memoryR2", count(memory) AS "memoryN",
        regr_slope(response_ms, ${hours}) AS response, regr_r2(response_ms, ${hours}) AS "responseR2", count(response_ms) AS "responseN"
      ${rows}`.execute(db),
  ]);
  const [sums] = whole.rows;
  return {
    service,
    range,
    asOf,
    bucketMinutes,
    points: line.rows,
    gaps: line.rows.filter(isGap).length,
    responseP50: sums?.p50 ?? null,
    responseP95: sums?.p95 ?? null,
    slopes: {
      cpu: sums ? slopeOf(sums.cpu, sums.cpuR2, sums.cpuN) : null,
      memory: sums ? slopeOf(sums.memory, sums.memoryR2, sums.memoryN) : null,
      responseMs: sums ? slopeOf(sums.response, sums.responseR2, sums.responseN) : null,
    },
  };
};

const isGap = ({ cpu, memory, responseMs, errorRate, requests }: TrendPoint): boolean =>
  [cpu, memory, responseMs, errorRate, requests].every((value) => value === null);
