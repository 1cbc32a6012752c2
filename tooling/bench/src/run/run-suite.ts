import type { Bench, SuiteDefinition } from '../define-suite.ts';
import type { Result } from '../report/result.ts';
import type { RunContext } from './context.ts';
import { inOneLine } from './in-one-line.ts';
import { runRates } from './run-rates.ts';
import { runValues } from './run-values.ts';
import { steps } from './step.ts';
import { withScope } from './with-scope.ts';

const defaultStepDeadlineMs = 600_000;

/** Sets up, runs the benches that were asked for one after the other, and closes. What fails is noted, not thrown. */
export const runSuite = async <Stores>(
  { name, setup, benches, stepDeadlineMs = defaultStepDeadlineMs }: SuiteDefinition<Stores>,
  context: RunContext,
): Promise<Result[]> => {
  const { failed, matches, progress, signal } = context;
  const step = steps(stepDeadlineMs, signal);
  const results: Result[] = [];

  const runBench = (bench: Bench<Stores>, stores: Stores): Promise<Result[]> =>
    withScope(context, (scope) =>
      'measure' in bench
        ? runValues(bench, stores, scope, step, context)
        : runRates(bench, stores, scope, step, context),
    );

  const run = withScope(context, async (scope) => {
    progress(`${name}: set-up`);
    let stores: Stores;
    try {
      stores = await step('set-up', () => setup(scope));
    } catch (error) {
      failed(`The suite ${name} is left out: ${inOneLine(error)}`);
      return;
    }
    for (const bench of benches.filter(({ id }) => matches(id))) {
      if (signal.aborted) return;
      progress(bench.id);
      try {
        results.push(...(await runBench(bench, stores)));
      } catch (error) {
        failed(`${bench.id} failed: ${inOneLine(error)}`);
      }
    }
  });
  await run.catch((error) => failed(`The suite ${name} could not be closed: ${inOneLine(error)}`));
  return results;
};
