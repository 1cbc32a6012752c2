import type { CleanOptions, CleanReport } from '@graphkeep/platform';

interface Budget {
  readonly timeBudgetMs: number;
  readonly from?: string | undefined;
}

export const budgetOf = ({ timeBudgetMs, from }: Budget): CleanOptions => ({
  timeBudgetMs,
  ...(from !== undefined && { from }),
});

export const reportOf = ({ next, error, ...report }: CleanReport) => ({
  ...report,
  ...(next !== undefined && { next }),
  ...(error !== undefined && { error }),
});
