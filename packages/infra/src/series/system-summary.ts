import type { ServiceSummary, SystemSummary } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import { equalTo, oneOf } from './filters.ts';
import type { Measured } from './measured.ts';
import { daysOf, rangeFields, rangeOf } from './range.ts';

export const systemSummaryInput = z.strictObject({
  ...rangeFields,
  service: z.string().optional(),
  /** Only these. */
  services: z.array(z.string()).max(1_000).optional(),
  environment: z.string().optional(),
  region: z.string().optional(),
  cluster: z.string().optional(),
  limit: z.int().min(1).max(1_000).default(200),
});
export type SystemSummaryInput = z.input<typeof systemSummaryInput>;

/** Longer ranges are read from sums. */
const ROWS_DAYS = 2;
const UNHEALTHY = { errorRate: 5, responseMs: 2_000 };
const DEGRADED = { errorRate: 1, responseMs: 1_000 };

/** How every service has been doing. */
export const systemSummary = async (
  { sql: store, now }: Measured,
  given: SystemSummaryInput = {},
): Promise<SystemSummary> => {
  const input = systemSummaryInput.parse(given);
  const asOf = now();
  const range = rangeOf(input, asOf, { hours: 24 });
  const { service, environment, region, cluster } = input;
  const filter = sql`${equalTo({ service, environment, region, cluster })}${oneOf('service', input.services)}`;
  const from = daysOf(range) > ROWS_DAYS ? 'hours' : 'rows';
  const { rows } = await store.read((db) =>
    (from === 'rows'
      ? sql<Omit<ServiceSummary, 'status'>>`
        SELECT service, avg(cpu) AS "avgCpu", max(cpu) AS "maxCpu", avg(memory) AS "avgMemory", max(memory) AS "maxMemory",
          avg(response_ms) AS "avgResponseMs", max(response_ms) AS "maxResponseMs", avg(error_rate) AS "errorRate",
          sum(requests)::float8 AS requests
        FROM system_metrics WHERE time >= ${range.start} AND time < ${range.end}${filter} GROUP BY service`
      : sql<Omit<ServiceSummary, 'status'>>`
        SELECT service, sum(cpu_sum) / nullif(sum(cpu_count), 0) AS "avgCpu", max(cpu_max) AS "maxCpu",
          sum(memory_sum) / nullif(sum(memory_count), 0) AS "avgMemory", max(memory_max) AS "maxMemory",
          sum(response_ms_sum) / nullif(sum(response_ms_count), 0) AS "avgResponseMs", max(response_ms_max) AS "maxResponseMs",
          sum(error_rate_sum) / nullif(sum(error_rate_count), 0) AS "errorRate", sum(requests_sum) AS requests
        FROM hourly_system WHERE bucket >= ${range.start} AND bucket < ${range.end}${filter} GROUP BY service`
    ).execute(db),
  );
  const services = rows.map((row): ServiceSummary => ({ ...row, status: statusOf(row) }));
  const count = (status: ServiceSummary['status']) => services.filter((one) => one.status === status).length;
  const known = services.length - count('unknown');
  return {
    range,
    asOf,
    from,
    total: services.length,
    healthy: count('healthy'),
    degradedServices: count('degraded'),
    unhealthy: count('unhealthy'),
    unknown: count('unknown'),
    healthyShare: known === 0 ? null : count('healthy') / known,
    services: services.sort(worstFirst).slice(0, input.limit),
  };
};

const statusOf = ({
  errorRate,
  avgResponseMs,
}: Pick<ServiceSummary, 'errorRate' | 'avgResponseMs'>): ServiceSummary['status'] => {
  if (errorRate === null && avgResponseMs === null) return 'unknown';
  const over = (bound: typeof DEGRADED) =>
    (errorRate ?? 0) > bound.errorRate || (avgResponseMs ?? 0) > bound.responseMs;
  return over(UNHEALTHY) ? 'unhealthy' : over(DEGRADED) ? 'degraded' : 'healthy';
};

const order = ['unhealthy', 'degraded', 'unknown', 'healthy'];
const worstFirst = (one: ServiceSummary, other: ServiceSummary): number =>
  order.indexOf(one.status) - order.indexOf(other.status) ||
  (other.errorRate ?? 0) - (one.errorRate ?? 0) ||
  (one.service < other.service ? -1 : 1);
