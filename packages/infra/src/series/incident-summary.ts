import type { IncidentSummary } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { rangeFields, rangeOf } from './range.ts';

export const incidentSummaryInput = z.strictObject({
  ...rangeFields,
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']).optional(),
  /** Incidents that touched this service. */
  service: z.string().optional(),
  region: z.string().optional(),
  limit: z.int().min(1).max(1_000).default(20),
});
export type IncidentSummaryInput = z.input<typeof incidentSummaryInput>;

interface Means {
  readonly incidents: number;
  /** Minutes, on average; null where none was told. */
  readonly toDetect: number | null;
  readonly toAcknowledge: number | null;
  readonly toResolve: number | null;
}

/** What went wrong. An incident that is told of again, at a later time, is as it was told last. */
export const incidentSummary = async (
  { sql: store, now }: Measured,
  given: IncidentSummaryInput = {},
): Promise<IncidentSummary> => {
  const { severity, service, region, limit, ...asked } = incidentSummaryInput.parse(given);
  const asOf = now();
  const range = rangeOf(asked, asOf, { hours: 90 * 24 });
  const touched = service === undefined ? sql`` : sql` AND ${service} = ANY(services)`;
  const incidents = sql`(
    SELECT DISTINCT ON (incident_id) *, min(time) OVER (PARTITION BY incident_id) AS since
    FROM incident_metrics WHERE time >= ${range.start} AND time < ${range.end} ORDER BY incident_id, time DESC
  ) AS i WHERE true${equalTo({ severity, region })}${touched}`;
  const means = sql`count(*) AS incidents, avg(detection_minutes) AS "toDetect",
    avg(acknowledgement_minutes) AS "toAcknowledge", avg(resolution_minutes) AS "toResolve"`;
  const [whole, kinds, weeks, causes] = await store.read(async (db) => [
    await sql<
      Means & { open: number; users: number | null; revenue: number | null; preventable: number | null }
    >`
      SELECT ${means}, count(*) FILTER (WHERE status <> 'resolved') AS open, sum(users_affected)::float8 AS users,
        sum(revenue_impact) AS revenue,
        count(*) FILTER (WHERE preventable)::float8 / nullif(count(preventable), 0) AS preventable FROM ${incidents}`.execute(
      db,
    ),
    await sql<Means & { type: string; severity: string }>`
      SELECT incident_type AS type, severity, ${means} FROM ${incidents} GROUP BY 1, 2 ORDER BY incidents DESC, 1, 2`.execute(
      db,
    ),
    await sql<Means & { week: Date }>`
      SELECT date_trunc('week', since, 'UTC') AS week, ${means} FROM ${incidents} GROUP BY 1 ORDER BY 1`.execute(
      db,
    ),
    await sql<{ rootCause: string; incidents: number }>`
      SELECT root_cause AS "rootCause", count(*) AS incidents FROM ${incidents} AND root_cause IS NOT NULL
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit}`.execute(db),
  ]);
  const [all] = whole.rows;
  return {
    range,
    asOf,
    incidents: all?.incidents ?? 0,
    toDetect: all?.toDetect ?? null,
    toAcknowledge: all?.toAcknowledge ?? null,
    toResolve: all?.toResolve ?? null,
    open: all?.open ?? 0,
    usersAffected: all?.users ?? null,
    revenueImpact: all?.revenue ?? null,
    byTypeAndSeverity: kinds.rows,
    byWeek: weeks.rows,
    rootCauses: causes.rows,
    preventableShare: all?.preventable ?? null,
  };
};
