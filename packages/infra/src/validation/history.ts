import { ValidationResults } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { measurementsOf } from '../measurements/measurements.ts';
import type { Measured } from '../series/measured.ts';
import { type CheckResult, type Result, type Severity, scores } from './check.ts';
import { type PastRun, scoreOf } from './report.ts';

const LONGEST = 4_000;

/** Writes a run down. */
export const keepRun = async (estate: EstateGraph, { runId, at, checks }: PastRun): Promise<void> => {
  const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
  const { rejections } = await measurementsOf(estate).ingest(
    ValidationResults,
    checks.map(({ name, recommendation, details, coverage, ...check }) => ({
      ...{ time: at, runId, checkName: name, ...check, details: cut(details) },
      ...(recommendation !== null && { recommendation: cut(recommendation) }),
      ...(coverage && { looked: coverage.looked, lookedOf: coverage.of }),
    })),
  );
  const [first] = rejections;
  if (first) throw new TypeError(`A result cannot be kept: ${first.field} ${first.message}`);
};

/** The run of that name, or the last one before a moment; undefined where there is none. */
export const readRun = async (
  { sql: store }: Pick<Measured, 'sql'>,
  which: { readonly runId: string } | { readonly before: Date },
): Promise<PastRun | undefined> => {
  const chosen = 'runId' in which ? sql`run_id = ${which.runId}` : sql`time < ${which.before}`;
  const { rows } = await store.read((db) =>
    sql<Stored>`
      SELECT run_id AS "runId", time AS at, check_name AS name, category, severity, result, details, recommendation,
        duration_ms AS "durationMs", looked, looked_of AS "lookedOf"
      FROM validation_results
      WHERE (run_id, time) = (SELECT run_id, time FROM validation_results WHERE ${chosen} ORDER BY time DESC, run_id DESC LIMIT 1)
      ORDER BY check_name`.execute(db),
  );
  const [first] = rows;
  return (
    first && {
      runId: first.runId,
      at: first.at,
      checks: rows.map(
        ({ runId: _, at: __, details, looked, lookedOf, ...check }): CheckResult => ({
          ...check,
          details: details ?? '',
          coverage: looked === null || lookedOf === null ? null : { looked, of: lookedOf },
          score: scores[check.result],
        }),
      ),
    }
  );
};

interface Stored extends Omit<CheckResult, 'details' | 'score' | 'coverage'> {
  readonly runId: string;
  readonly at: Date;
  readonly details: string | null;
  readonly looked: number | null;
  readonly lookedOf: number | null;
}

export const validationHistoryInput = z.strictObject({
  limit: z.int().min(1).max(200).default(20),
  /** Runs before this moment: the `next` of the page before. */
  before: z.date().optional(),
});
export type ValidationHistoryInput = z.input<typeof validationHistoryInput>;

export const validationHistoryPage = z.strictObject({
  /** The latest first. */
  items: z.array(
    z.strictObject({
      runId: z.string(),
      at: z.date(),
      score: z.number(),
      passed: z.int(),
      warning: z.int(),
      failed: z.int(),
      error: z.int(),
    }),
  ),
  next: z.date().nullable(),
});
export type ValidationHistory = z.output<typeof validationHistoryPage>;

/** The runs so far. */
export const validationHistory = async (
  { sql: store, now }: Measured,
  given: ValidationHistoryInput = {},
): Promise<ValidationHistory> => {
  const { limit, before } = validationHistoryInput.parse(given);
  const until = before ?? new Date(now().getTime() + 1);
  const { rows } = await store.read((db) =>
    sql<{ runId: string; at: Date; severity: Severity; result: Result; checks: number }>`
      SELECT r.run_id AS "runId", r.time AS at, r.severity, r.result, count(*) AS checks
      FROM validation_results r JOIN (
        SELECT DISTINCT run_id, time FROM validation_results WHERE time < ${until} ORDER BY time DESC, run_id DESC LIMIT ${limit + 1}
      ) AS runs ON runs.run_id = r.run_id AND runs.time = r.time
      GROUP BY 1, 2, 3, 4 ORDER BY 2 DESC, 1 DESC`.execute(db),
  );
  const runs = [...Map.groupBy(rows, ({ runId }) => runId)].map(([runId, parts]) => {
    const count = (result: Result): number =>
      parts.filter((one) => one.result === result).reduce((sum, { checks }) => sum + checks, 0);
    const each = parts.flatMap(({ severity, result, checks }) =>
      Array.from({ length: checks }, () => ({ severity, score: scores[result] })),
    );
    return {
      runId,
      at: parts[0]?.at ?? until,
      score: scoreOf(each),
      passed: count('passed'),
      warning: count('warning'),
      failed: count('failed'),
      error: count('error'),
    };
  });
  const items = runs.slice(0, limit);
  return { items, next: runs.length > limit ? (items.at(-1)?.at ?? null) : null };
};
