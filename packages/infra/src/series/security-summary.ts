import type { OpenVulnerability, SecuritySummary } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { rangeFields, rangeOf } from './range.ts';

export const securitySummaryInput = z.strictObject({
  ...rangeFields,
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']).optional(),
  service: z.string().optional(),
  cluster: z.string().optional(),
  region: z.string().optional(),
  limit: z.int().min(1).max(1_000).default(50),
});
export type SecuritySummaryInput = z.input<typeof securitySummaryInput>;

interface Count {
  readonly name: string;
  readonly events: number;
}

/** What has threatened the estate. An event that is told of again, at a later time, is as it was told last. */
export const securitySummary = async (
  { sql: store, now }: Measured,
  given: SecuritySummaryInput = {},
): Promise<SecuritySummary> => {
  const { severity, service, cluster, region, limit, ...asked } = securitySummaryInput.parse(given);
  const asOf = now();
  const range = rangeOf(asked, asOf, { hours: 30 * 24 });
  const filter = equalTo({ severity, service, cluster, region });
  const events = sql`(
    SELECT DISTINCT ON (event_id) *, min(time) OVER (PARTITION BY event_id) AS since
    FROM security_events WHERE time >= ${range.start} AND time < ${range.end} ORDER BY event_id, time DESC
  ) AS e WHERE true${filter}`;
  const counted = (column: string) =>
    sql<Count>`SELECT ${sql.ref(column)} AS name, count(*) AS events FROM ${events} GROUP BY 1 ORDER BY 2 DESC, 1`;
  const [bySeverity, byType, byStatus, byDay, affected, resolution, open] = await store.read(async (db) => [
    await counted('severity').execute(db),
    await counted('event_type').execute(db),
    await counted('status').execute(db),
    await sql<{ day: Date; events: number }>`
      SELECT date_trunc('day', since, 'UTC') AS day, count(*) AS events FROM ${events} GROUP BY 1 ORDER BY 1`.execute(
      db,
    ),
    await sql<SecuritySummary['mostAffected'][number]>`
      SELECT resource, count(*) AS events, count(*) FILTER (WHERE severity = 'critical') AS critical
      FROM ${events} AND resource IS NOT NULL GROUP BY 1 ORDER BY critical DESC, events DESC, resource LIMIT ${limit}`.execute(
      db,
    ),
    await sql<{ rate: number | null; hours: number | null }>`
      SELECT count(*) FILTER (WHERE status = 'resolved')::float8 / nullif(count(*) FILTER (WHERE status <> 'false_positive'), 0) AS rate,
        (avg(extract(epoch FROM resolved_at - since)) FILTER (WHERE status = 'resolved') / 3600)::float8 AS hours
      FROM ${events}`.execute(db),
    await sql<OpenVulnerability>`
      SELECT event_id AS "eventId", event_type AS type, severity, resource, cvss, exploitability, since,
        (extract(epoch FROM ${range.end}::timestamptz - since) / 86400)::float8 AS "ageDays"
      FROM ${events} AND status IN ('open', 'investigating')
      ORDER BY cvss DESC NULLS LAST, since, event_id LIMIT ${limit}`.execute(db),
  ]);
  return {
    range,
    asOf,
    total: bySeverity.rows.reduce((total, row) => total + row.events, 0),
    bySeverity: bySeverity.rows,
    byType: byType.rows,
    byStatus: byStatus.rows,
    byDay: byDay.rows,
    mostAffected: affected.rows,
    resolutionRate: resolution.rows[0]?.rate ?? null,
    meanHoursToResolve: resolution.rows[0]?.hours ?? null,
    open: open.rows,
  };
};
