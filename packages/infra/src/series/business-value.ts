import type { BusinessValue, InitiativeValue } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import { sumOf } from './cost-analysis.ts';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { daysOf, rangeFields, rangeOf } from './range.ts';

export const businessValueInput = z.strictObject({
  ...rangeFields,
  category: z.string().optional(),
  initiative: z.string().optional(),
  team: z.string().optional(),
  /** What an hour of work costs. Without it hours are not turned into money. @default as configured */
  hourCost: z.number().positive().optional(),
  /** What was put into each initiative. @default as configured */
  investments: z.record(z.string(), z.number().positive()).optional(),
});
export type BusinessValueInput = z.input<typeof businessValueInput>;

const YEAR_DAYS = 365.25;

interface Sums {
  readonly savings: number | null;
  readonly hours: number | null;
}

/** What initiatives have brought. */
export const businessValue = async (
  { sql: store, now, worth = {} }: Measured,
  given: BusinessValueInput = {},
): Promise<BusinessValue> => {
  const {
    category,
    initiative,
    team,
    hourCost = worth.hourCost,
    investments,
    ...asked
  } = businessValueInput.parse(given);
  const investment = investments ? { total: totalOf(investments), by: investments } : worth.investment;
  const asOf = now();
  const range = rangeOf(asked, asOf, { hours: 90 * 24 });
  const filter = equalTo({ category, initiative, team });
  const rows = sql`FROM business_value_metrics WHERE time >= ${range.start} AND time < ${range.end}${filter}`;
  const sums = sql`sum(savings) AS savings, sum(hours_saved) AS hours`;
  const [categories, months, weeks, initiatives, teams] = await store.read(async (db) => [
    await sql<Sums & { category: string }>`SELECT category, ${sums} ${rows} GROUP BY 1 ORDER BY 1`.execute(
      db,
    ),
    await sql<
      Sums & { month: Date }
    >`SELECT date_trunc('month', time, 'UTC') AS month, ${sums} ${rows} GROUP BY 1 ORDER BY 1`.execute(db),
    await sql<Sums & { week: Date }>`
      SELECT bucket AS week, sum(savings_sum) AS savings, sum(hours_saved_sum) AS hours FROM weekly_value
      WHERE bucket >= ${range.start} AND bucket + INTERVAL '168 hours' <= ${range.end}${filter} GROUP BY 1 ORDER BY 1`.execute(
      db,
    ),
    await sql<Sums & { initiative: string; team: string | null; efficiency: number | null }>`
      SELECT initiative, max(team) AS team, avg(efficiency) AS efficiency, ${sums} ${rows} GROUP BY 1 ORDER BY 1`.execute(
      db,
    ),
    await sql<Sums & { team: string | null }>`SELECT team, ${sums} ${rows} GROUP BY 1 ORDER BY 1`.execute(db),
  ]);
  const years = daysOf(range) / YEAR_DAYS;
  const valued = <T extends Sums>(row: T): T & { readonly value: number | null } => ({
    ...row,
    value: sumOf([row.savings, row.hours === null || hourCost === undefined ? null : row.hours * hourCost]),
  });
  const annual = (value: number | null): number | null => (value === null ? null : value / years);
  const total = valued({
    savings: sumOf(categories.rows.map(({ savings }) => savings)),
    hours: sumOf(categories.rows.map(({ hours }) => hours)),
  });
  return {
    range,
    asOf,
    ...total,
    annualised: annual(total.value),
    // What one initiative brought is no return on what was put into all of them.
    returnOnInvestment: returnOn(
      total.value,
      category === undefined && initiative === undefined && team === undefined
        ? investment?.total
        : undefined,
    ),
    categories: categories.rows.map(valued),
    months: months.rows.map(valued),
    weeks: weeks.rows.map(valued),
    initiatives: initiatives.rows
      .map(valued)
      .map(
        (row): InitiativeValue => ({
          ...row,
          annualised: annual(row.value),
          returnOnInvestment: returnOn(row.value, investment?.by[row.initiative]),
        }),
      )
      .sort((one, other) => (other.value ?? 0) - (one.value ?? 0)),
    teams: teams.rows.map(valued),
  };
};

const totalOf = (investments: Readonly<Record<string, number>>): number | undefined =>
  sumOf(Object.values(investments)) ?? undefined;

const returnOn = (value: number | null, investment: number | undefined): number | null =>
  value === null || investment === undefined ? null : (value - investment) / investment;
