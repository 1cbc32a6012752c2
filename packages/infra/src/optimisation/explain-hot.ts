import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Measured } from '../series/measured.ts';
import { type HotStatement, hotStatements } from './hot-statements.ts';
import { readIndexes } from './read-indexes.ts';
import { recommendationsFor } from './recommendations.ts';
import { readPlan, type StatementPlan } from './statement-plan.ts';

export const explainHotInput = z.strictObject({
  /** How long each statement may take. */
  timeoutMs: z.int().min(10).max(60_000).default(1_000),
});
export type ExplainHotInput = z.input<typeof explainHotInput>;

export interface ExplainedStatement {
  readonly name: string;
  readonly table: string;
  /** The index that it is to use. */
  readonly index: string;
  /** Null where it could not be run. */
  readonly plan: StatementPlan | null;
  /** Why it was not run. */
  readonly problem?: string;
  readonly recommendations: readonly string[];
}

/** Runs each hot statement once, and tells how it was carried out. They only read, and end at a time-out. */
export const explainHot = async (
  { sql: store, now }: Measured,
  given: ExplainHotInput = {},
): Promise<readonly ExplainedStatement[]> => {
  const { timeoutMs } = explainHotInput.parse(given);
  const tables = [...new Set(hotStatements.map(({ table }) => table))];
  const indexes = await store.read((db) => readIndexes(db, tables));
  const known = indexes.map(({ name }) => name);
  const explained = hotStatements.map(async (statement): Promise<ExplainedStatement> => {
    const { name, table, index } = statement;
    const told = await store
      .read((db) => explainOne(db, statement, now(), timeoutMs))
      .catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }));
    if ('problem' in told) return { name, table, index, plan: null, ...told, recommendations: [] };
    const plan = readPlan(told.answer, known);
    const isThere = indexes.some((one) => one.name === index && one.valid);
    return { name, table, index, plan, recommendations: recommendationsFor(statement, plan, isThere) };
  });
  return Promise.all(explained);
};

const explainOne = (
  db: Kysely<unknown>,
  { days, sample, text }: HotStatement,
  now: Date,
  timeoutMs: number,
): Promise<{ readonly answer: unknown } | { readonly problem: string }> =>
  db
    .transaction()
    .setAccessMode('read only')
    .execute(async (transaction) => {
      await sql`SELECT set_config('statement_timeout', ${String(timeoutMs)}, true)`.execute(transaction);
      const [values] = sample ? (await sample.execute(transaction)).rows : [{}];
      if (!values) return { problem: 'Its table has no rows.' };
      const since = new Date(now.getTime() - days * DAY_MS);
      const { rows } = await sql<Record<string, unknown>>`
        EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text(since, values)}`.execute(transaction);
      return { answer: Object.values(rows[0] ?? {})[0] };
    });

const DAY_MS = 86_400_000;
