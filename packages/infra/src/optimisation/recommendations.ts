import type { HotStatement } from './hot-statements.ts';
import type { StatementPlan } from './statement-plan.ts';

/** Of fewer rows a table is read from end to end as fast as by an index. */
const MANY_ROWS = 10_000;
const SLOW_MS = 500;

/** What would make a hot statement cheaper; nothing where it is as it should be. */
export const recommendationsFor = (
  { table, index }: Pick<HotStatement, 'table' | 'index'>,
  plan: StatementPlan,
  isThere: boolean,
): readonly string[] => {
  const uses = plan.indexes.includes(index);
  const scanned = plan.scans.reduce((sum, { rows }) => sum + rows, 0);
  const isWasteful = plan.rowsRead >= MANY_ROWS && plan.rowsRead > 10 * Math.max(1, plan.rows);
  return [
    ...(isThere ? [] : [`Make ${index}: by optimise plan and apply.`]),
    ...(isThere && !uses && (scanned >= MANY_ROWS || isWasteful)
      ? [`${index} is there and was not used though ${plan.rowsRead} rows were read: ANALYZE ${table}.`]
      : []),
    ...(uses && plan.heapFetches > Math.max(MANY_ROWS / 10, plan.rowsRead / 2)
      ? [`${plan.heapFetches} rows were looked up in ${table} that ${index} has: VACUUM ${table}.`]
      : []),
    ...(plan.spilled ? ['A sort did not fit into memory: raise work_mem for this user.'] : []),
    ...(plan.tookMs >= SLOW_MS
      ? [`It took ${Math.round(plan.tookMs)} ms: ask for a shorter range, or read from the sums.`]
      : []),
  ];
};
