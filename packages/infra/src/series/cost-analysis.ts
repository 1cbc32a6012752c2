import type { CostAnalysis, WastefulResource } from '@graphkeep/models/infra';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { rangeFields, rangeOf } from './range.ts';

const breakdowns = ['resourceType', 'region', 'environment', 'costCenter'] as const;
const columns = {
  resourceType: 'resource_type',
  region: 'region',
  environment: 'environment',
  costCenter: 'cost_center',
} as const satisfies Record<(typeof breakdowns)[number], string>;

export const costAnalysisInput = z.strictObject({
  ...rangeFields,
  resourceId: z.string().optional(),
  resourceType: z.string().optional(),
  region: z.string().optional(),
  environment: z.string().optional(),
  costCenter: z.string().optional(),
  breakdown: z.enum(breakdowns).default('resourceType'),
  /** Resources that waste more than this a day are listed, in dollars. */
  wasteAbove: z.number().min(0).default(10),
  limit: z.int().min(1).max(1_000).default(50),
});
export type CostAnalysisInput = z.input<typeof costAnalysisInput>;

const DAY_MS = 86_400_000;

/** What the estate costs, from sums by the day. */
export const costAnalysis = async (
  { sql: store, now }: Measured,
  given: CostAnalysisInput = {},
): Promise<CostAnalysis> => {
  const {
    resourceId,
    resourceType,
    region,
    environment,
    costCenter,
    breakdown,
    wasteAbove,
    limit,
    ...asked
  } = costAnalysisInput.parse(given);
  const asOf = now();
  const range = rangeOf(asked, asOf, { hours: 30 * 24 });
  const filter = equalTo({
    resource_id: resourceId,
    resource_type: resourceType,
    region,
    environment,
    cost_center: costCenter,
  });
  const by = sql.ref(columns[breakdown]);
  // A resource may tell its daily cost many times a day: a day's cost is the mean of what it told.
  const perDay = (from: Date, to: Date): RawBuilder<unknown> => sql`(
    SELECT bucket, resource_id, resource_type, resource_name, region, environment, cost_center,
      daily_cost_sum / nullif(daily_cost_count, 0) AS cost, waste_sum / nullif(waste_count, 0) AS waste,
      potential_sum / nullif(potential_count, 0) AS potential
    FROM daily_cost WHERE bucket >= date_trunc('day', ${from}::timestamptz, 'UTC') AND bucket < ${to}${filter}) AS d`;
  const monthStart = new Date(Date.UTC(range.end.getUTCFullYear(), range.end.getUTCMonth(), 1));
  const monthEnd = new Date(Date.UTC(range.end.getUTCFullYear(), range.end.getUTCMonth() + 1, 1));
  const weekBefore = new Date(range.end.getTime() - 7 * DAY_MS);
  const { start, end } = range;
  const [days, parts, wasteful, month] = await store.read(async (db) => [
    await sql<CostAnalysis['days'][number]>`
      SELECT bucket AS day, sum(cost) AS cost, sum(waste) AS waste FROM ${perDay(start, end)} GROUP BY bucket ORDER BY bucket`.execute(
      db,
    ),
    await sql<{ name: string | null; cost: number | null }>`
      SELECT ${by} AS name, sum(cost) AS cost FROM ${perDay(start, end)} GROUP BY 1 ORDER BY cost DESC NULLS LAST`.execute(
      db,
    ),
    await sql<WastefulResource>`
      SELECT resource_id AS "resourceId", max(resource_type) AS "resourceType", max(resource_name) AS "resourceName",
        avg(waste) AS waste, avg(potential) AS potential,
        (SELECT recommendation FROM cost_metrics c WHERE c.resource_id = d.resource_id AND c.time >= ${start} AND c.time < ${end}
          AND recommendation IS NOT NULL ORDER BY time DESC LIMIT 1) AS recommendation
      FROM ${perDay(start, end)} GROUP BY resource_id HAVING avg(waste) > ${wasteAbove}
      ORDER BY avg(waste) DESC, resource_id LIMIT ${limit}`.execute(db),
    await sql<{ soFar: number | null; daily: number | null; last: Date | null }>`
      SELECT sum(cost) FILTER (WHERE bucket >= ${monthStart}) AS "soFar",
        sum(cost) FILTER (WHERE bucket >= ${weekBefore}) / nullif(count(DISTINCT bucket) FILTER (WHERE bucket >= ${weekBefore}), 0) AS daily,
        max(bucket) AS last
      FROM ${perDay(monthStart < weekBefore ? monthStart : weekBefore, end)}`.execute(db),
  ]);
  const total = sumOf(days.rows.map(({ cost }) => cost));
  return {
    range,
    asOf,
    total,
    days: days.rows,
    breakdown: parts.rows.map(({ name, cost }) => ({
      name,
      cost,
      share: cost === null || !total ? null : cost / total,
    })),
    wasteful: wasteful.rows,
    waste: sumOf(days.rows.map(({ waste }) => waste)),
    potential: sumOf(wasteful.rows.map(({ potential }) => potential)),
    projection: projectionOf(month.rows[0], monthStart, monthEnd),
  };
};

const projectionOf = (
  row:
    | { readonly soFar: number | null; readonly daily: number | null; readonly last: Date | null }
    | undefined,
  month: Date,
  end: Date,
): CostAnalysis['projection'] => {
  if (!row || row.soFar === null || row.daily === null || row.last === null) return null;
  const daysLeft = Math.max(0, Math.round((end.getTime() - row.last.getTime()) / DAY_MS) - 1);
  return { month, soFar: row.soFar, projected: row.soFar + row.daily * daysLeft };
};

/** Null where nothing was measured. */
export const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((total, value) => (value === null ? total : (total ?? 0) + value), null);
