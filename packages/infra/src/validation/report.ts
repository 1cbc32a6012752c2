import { type Category, type CheckResult, categories, type Result, weights } from './check.ts';

/** One run, as far as another is compared with it. */
export interface PastRun {
  readonly runId: string;
  readonly at: Date;
  readonly checks: readonly CheckResult[];
}

export interface ValidationReport extends PastRun {
  /** From 0 to 1: what the checks are worth, by the weights of their severities. */
  readonly score: number;
  readonly counts: Readonly<Record<Result, number>>;
  readonly categories: readonly {
    readonly category: Category;
    readonly score: number;
    readonly counts: Readonly<Record<Result, number>>;
  }[];
  /** The most urgent first. */
  readonly checks: readonly CheckResult[];
  /** Against the run before; null where there was none, or where it cannot be read. */
  readonly since: {
    readonly runId: string;
    readonly at: Date;
    readonly score: number;
    /** Checks that passed then and do not now. */
    readonly appeared: readonly string[];
    /** Checks that did not pass then and do now. */
    readonly mended: readonly string[];
  } | null;
  /** Whether it is in the history. */
  readonly kept: boolean;
}

/** Brings a run into the order in which somebody should read it. */
export const reportOf = (
  { runId, at, checks }: PastRun,
  previous: PastRun | undefined,
  kept: boolean,
): ValidationReport => ({
  runId,
  at,
  score: scoreOf(checks),
  counts: countsOf(checks),
  categories: categories.flatMap((category) => {
    const own = checks.filter((check) => check.category === category);
    return own.length === 0 ? [] : [{ category, score: scoreOf(own), counts: countsOf(own) }];
  }),
  checks: checks.toSorted(
    (one, other) => urgencyOf(other) - urgencyOf(one) || (one.name < other.name ? -1 : 1),
  ),
  since: previous
    ? {
        runId: previous.runId,
        at: previous.at,
        score: scoreOf(previous.checks),
        appeared: changed(previous.checks, checks),
        mended: changed(checks, previous.checks),
      }
    : null,
  kept,
});

/** A store that does not answer comes first: much of the rest follows from it. */
const urgencyOf = ({ category, severity, score }: CheckResult): number =>
  weights[severity] * (1 - score) * (category === 'connectivity' ? 100 : 1);

/** The mean by weight, to ten-thousandths; 1 where nothing was looked at. */
export const scoreOf = (checks: readonly Pick<CheckResult, 'severity' | 'score'>[]): number => {
  const weight = checks.reduce((sum, { severity }) => sum + weights[severity], 0);
  const worth = checks.reduce((sum, { severity, score }) => sum + weights[severity] * score, 0);
  return weight === 0 ? 1 : Math.round((worth / weight) * 10_000) / 10_000;
};

const countsOf = (checks: readonly CheckResult[]): Readonly<Record<Result, number>> => {
  const count = (result: Result): number => checks.filter((one) => one.result === result).length;
  return {
    passed: count('passed'),
    warning: count('warning'),
    failed: count('failed'),
    error: count('error'),
  };
};

/** Those that passed in the one and do not in the other. */
const changed = (good: readonly CheckResult[], bad: readonly CheckResult[]): readonly string[] => {
  const passing = new Set(good.filter(({ result }) => result === 'passed').map(({ name }) => name));
  return bad
    .filter(({ name, result }) => result !== 'passed' && passing.has(name))
    .map(({ name }) => name)
    .sort();
};
