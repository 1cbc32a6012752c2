import { sql } from 'kysely';
import { z } from 'zod';
import { sumOf } from './cost-analysis.ts';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { daysOf, type Range, rangeFields, rangeOf } from './range.ts';

export const businessValueInput = z.strictObject({
  ...rangeFields,
  category: z.string().optional(),
  initiative: z.string().optional(),
  team: z.string().optional(),
  /** What an hour of work costs, in dollars. Without it hours are not turned into money. */
  hourCost: z.number().positive().optional(),
  /** What was put into each initiative, in dollars. */
  investments: z.record(z.string(), z.number().positive()).default({}),
});
export type BusinessValueInput = z.input<typeof businessValueInput>;

interface Value {
  readonly savings: number | null;
  readonly hours: number | null;
  /** Savings, and hours by what an hour costs; null where there are neither. */
  readonly value: number | null;
}
export interface InitiativeValue extends Value {
  readonly initiative: string;
  readonly team: string | null;
  /** Percent, on average. */
  readonly efficiency: number | null;
  /** What a year at this pace brings. */
  readonly annualised: number | null;
  /** What it brought beyond its investment, as a share of that; null where none was given. */
  readonly returnOnInvestment: number | null;
}

export interface BusinessValue extends Value {
  readonly range: Range;
  readonly annualised: number | null;
  readonly categories: readonly (Value & { readonly category: string })[];
  readonly months: readonly (Value & { readonly month: Date })[];
  /** What brings the most is the first. */
  readonly initiatives: readonly InitiativeValue[];
  readonly teams: readonly (Value & { readonly team: string | null })[];
}

const YEAR_DAYS = 365.25;

interface Sums {
  readonly savings: number | null;
  readonly hours: number | null;
}

/** What initiatives have brought. */
export const businessValue = async (
  { sql: store, now }: Measured,
  given: BusinessValueInput = {},
): Promise<BusinessValue> => {
  const { category, initiative, team, hourCost, investments, ...asked } = businessValueInput.parse(given);
  const range = rangeOf(asked, now(), { hours: 90 * 24 });
  const rows = sql`FROM business_value_metrics WHERE time >= ${range.start} AND time < ${range.end}${equalTo({ category, initiative, team })}`;
  const sums = sql`sum(savings) AS savings, sum(hours_saved) AS hours`;
  const [categories, months, initiatives, teams] = await store.read(async (db) => [
    await sql<Sums & { category: string }>`SELECT category, ${sums} ${rows} GROUP BY 1 ORDER BY 1`.execute(
      db,
    ),
    await sql<
      Sums & { month: Date }
    >`SELECT date_trunc('month', time, 'UTC') AS month, ${sums} ${rows} GROUP BY 1 ORDER BY 1`.execute(db),
    await sql<Sums & { initiative: string; team: string | null; efficiency: number | null }>`
      SELECT initiative, max(team) AS team, avg(efficiency) AS efficiency, ${sums} ${rows} GROUP BY 1 ORDER BY 1`.execute(
      db,
    ),
    await sql<Sums & { team: string | null }>`SELECT team, ${sums} ${rows} GROUP BY 1 ORDER BY 1`.execute(db),
  ]);
  const years = daysOf(range) / YEAR_DAYS;
  const valued = <T extends Sums>(row: T): T & Value => ({
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
    ...total,
    annualised: annual(total.value),
    categories: categories.rows.map(valued),
    months: months.rows.map(valued),
    initiatives: initiatives.rows
      .map(valued)
      .map((row): InitiativeValue => {
        const investment = investments[row.initiative];
        return {
          ...row,
          annualised: annual(row.value),
          returnOnInvestment:
            investment === undefined || row.value === null ? null : (row.value - investment) / investment,
        };
      })
      .sort((one, other) => (other.value ?? 0) - (one.value ?? 0)),
    teams: teams.rows.map(valued),
  };
};
