import { newId } from '@graphkeep/contract';
import type { EstateGraph } from '../estate-graph.ts';
import { measurementsOf } from '../measurements/measurements.ts';
import { type Category, type Check, categories, type Limits } from './check.ts';
import { apiChecks } from './checks/api-consistency.ts';
import { cacheCheck, graphCheck, sqlCheck } from './checks/connectivity.ts';
import { consistencyChecks } from './checks/cross-store.ts';
import { errorChecks } from './checks/error-handling.ts';
import { graphChecks } from './checks/graph-quality.ts';
import { performanceChecks } from './checks/performance.ts';
import { schemaChecks } from './checks/schema.ts';
import { seriesChecks } from './checks/series-quality.ts';
import { keepRun, readRun } from './history.ts';
import { type PastRun, reportOf, type ValidationReport } from './report.ts';
import { type RunOptions, runChecks } from './run-checks.ts';

export interface ValidateOptions extends Omit<RunOptions, 'prepare'> {
  /** What to look at besides whether the stores answer. @default all of it */
  readonly categories?: readonly Category[];
  /** @default those of `Limits` */
  readonly limits?: Partial<Limits>;
}

export const LIMITS: Limits = {
  nodes: 200_000,
  relationships: 200_000,
  dependencies: 500_000,
  compared: 50_000,
};

const checks: readonly Check[] = [
  cacheCheck,
  ...schemaChecks,
  ...consistencyChecks,
  ...seriesChecks,
  ...graphChecks,
  ...apiChecks,
  ...performanceChecks,
  ...errorChecks,
];

/** Looks whether the installation is as it should be, and writes down what was found. */
export const validate = async (
  estate: EstateGraph,
  { categories: chosen = categories, limits, ...options }: ValidateOptions = {},
): Promise<ValidationReport> => {
  const at = estate.now();
  // What is missing of the tables after it is told by a check.
  const prepare = async (away: ReadonlySet<string>): Promise<void> => {
    if (!away.has('sql'))
      await measurementsOf(estate)
        .ready()
        .catch(() => {});
  };
  const run: PastRun = {
    runId: newId('val'),
    at,
    checks: await runChecks(
      { estate, sql: estate.sql, now: at, limits: { ...LIMITS, ...limits } },
      { graph: graphCheck, sql: sqlCheck },
      checks.filter(({ category }) => chosen.includes(category)),
      { ...options, prepare },
    ),
  };
  const isThere = run.checks.some(({ name, result }) => name === sqlCheck.name && result === 'passed');
  const previous = isThere ? await readRun(estate, { before: at }).catch(() => undefined) : undefined;
  const kept =
    isThere &&
    (await keepRun(estate, run).then(
      () => true,
      (error: unknown) => {
        estate.log.warn({ err: error }, 'the results of a validation could not be kept');
        return false;
      },
    ));
  return reportOf(run, previous, kept);
};
