import { sql } from 'kysely';
import { z } from 'zod';
import { equalTo } from './filters.ts';
import type { Measured } from './measured.ts';
import { type Range, rangeFields, rangeOf } from './range.ts';

const complianceSummaryInput = z.strictObject({
  ...rangeFields,
  framework: z.string().optional(),
  limit: z.int().min(1).max(1_000).default(50),
});
type ComplianceSummaryInput = z.input<typeof complianceSummaryInput>;

interface Standing {
  /** Controls that apply, each of each resource. */
  readonly controls: number;
  readonly compliant: number;
  /** Percent, on average; null where none was given. */
  readonly score: number | null;
}

interface ComplianceSummary extends Standing {
  readonly range: Range;
  readonly frameworks: readonly (Standing & { readonly framework: string })[];
  /** What is not kept, or in part: the lowest score first. */
  readonly failing: readonly {
    readonly framework: string;
    readonly control: string;
    readonly resource: string;
    readonly status: string;
    readonly score: number | null;
    readonly effortHours: number | null;
  }[];
}

/** How far rules are kept. A control is as it was told last. */
export const complianceSummary = async (
  { sql: store, now }: Measured,
  given: ComplianceSummaryInput = {},
): Promise<ComplianceSummary> => {
  const { framework, limit, ...asked } = complianceSummaryInput.parse(given);
  const range = rangeOf(asked, now(), { hours: 30 * 24 });
  const last = sql`(
    SELECT DISTINCT ON (framework, control, resource) * FROM compliance_metrics
    WHERE time >= ${range.start} AND time < ${range.end}${equalTo({ framework })}
    ORDER BY framework, control, resource, time DESC) AS c WHERE status <> 'not_applicable'`;
  const standing = sql`count(*) AS controls, count(*) FILTER (WHERE status = 'compliant') AS compliant, avg(score) AS score`;
  const [whole, frameworks, failing] = await store.read(async (db) => [
    await sql<Standing>`SELECT ${standing} FROM ${last}`.execute(db),
    await sql<Standing & { framework: string }>`
      SELECT framework, ${standing} FROM ${last} GROUP BY 1 ORDER BY 1`.execute(db),
    await sql<ComplianceSummary['failing'][number]>`
      SELECT framework, control, resource, status, score, effort_hours AS "effortHours" FROM ${last} AND status <> 'compliant'
      ORDER BY score NULLS FIRST, framework, control, resource LIMIT ${limit}`.execute(db),
  ]);
  const [all] = whole.rows;
  return {
    range,
    controls: all?.controls ?? 0,
    compliant: all?.compliant ?? 0,
    score: all?.score ?? null,
    frameworks: frameworks.rows,
    failing: failing.rows,
  };
};
