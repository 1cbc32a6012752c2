import { Deadline, isGraphkeepError, newRequestId, runInContext } from '@graphkeep/core';
import { type Check, type CheckResult, type Ground, scores } from './check.ts';

export interface RunOptions {
  /** Checks at the same time. @default 4 */
  readonly concurrency?: number;
  /** How long one check may take. @default 10 s */
  readonly timeoutMs?: number;
  /** How long all of them may take: what is not done by then is an error. @default 2 minutes */
  readonly totalMs?: number;
  /** Done once it is known which stores answer, and before what needs them. */
  readonly prepare?: (away: ReadonlySet<'graph' | 'sql'>) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (done: number, total: number) => void;
}

/** By the checks that ask a store for a sign of life. */
type StoreChecks = Readonly<Record<'graph' | 'sql', Check>>;

/**
 * Carries all checks out, whatever one of them does: what throws or takes too long is an error of that check. Where a store
 * does not answer, what needs it is not looked at.
 */
export const runChecks = async (
  ground: Ground,
  stores: StoreChecks,
  checks: readonly Check[],
  options: RunOptions = {},
): Promise<readonly CheckResult[]> => {
  const { concurrency = 4, timeoutMs = 10_000, totalMs = 120_000, signal, progress = () => {} } = options;
  using total = Deadline.after(totalMs, signal);
  const all = [stores.graph, stores.sql, ...checks];
  let done = 0;
  const run = async (check: Check): Promise<CheckResult> => {
    const result = await runOne(ground, check, total, timeoutMs);
    signal?.throwIfAborted();
    done += 1;
    progress(done, all.length);
    return result;
  };
  const first = await Promise.all([run(stores.graph), run(stores.sql)]);
  const away = new Set((['graph', 'sql'] as const).filter((_, at) => first[at]?.result !== 'passed'));
  await options.prepare?.(away);
  const results: CheckResult[] = [...first];
  const waiting = [...checks];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const missing = check.needs.find((store) => away.has(store));
      results.push(missing ? notLooked(check, missing) : await run(check));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
};

const storeNames = { graph: 'The graph', sql: 'The SQL store' } as const;

const notLooked = (check: Check, store: 'graph' | 'sql'): CheckResult =>
  resultOf(
    check,
    { result: 'error', details: `${storeNames[store]} does not answer: this was not looked at.` },
    0,
  );

const runOne = async (
  ground: Ground,
  check: Check,
  total: Deadline,
  timeoutMs: number,
): Promise<CheckResult> => {
  const began = performance.now();
  const took = (): number => Math.round((performance.now() - began) * 100) / 100;
  using deadline = total.within(check.timeoutMs ?? timeoutMs);
  try {
    const finding = await inTime(deadline, check.name, () =>
      runInContext({ requestId: newRequestId(), deadline }, () => check.look(ground)),
    );
    return resultOf(check, finding, took());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const code = isGraphkeepError(error) ? ` (${error.code})` : '';
    const recommendation = 'Look at the log of this server.';
    return resultOf(check, { result: 'error', details: `${reason}${code}`, recommendation }, took());
  }
};

/** What heeds no signal is not waited for. */
const inTime = async <T>(deadline: Deadline, what: string, work: () => Promise<T>): Promise<T> => {
  deadline.throwIfPassed(what);
  const passed = Promise.withResolvers<never>();
  const stop = (): void => passed.reject(deadline.errorFor(what));
  deadline.signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work(), passed.promise]).finally(() =>
    deadline.signal.removeEventListener('abort', stop),
  );
};

type Found = Pick<CheckResult, 'result' | 'details'> &
  Partial<Pick<CheckResult, 'recommendation' | 'coverage'>>;

const resultOf = (
  { name, category, severity }: Check,
  { result, details, recommendation = null, coverage = null }: Found,
  durationMs: number,
): CheckResult => ({
  name,
  category,
  severity,
  result,
  score: scores[result],
  details,
  recommendation,
  coverage,
  durationMs,
});
