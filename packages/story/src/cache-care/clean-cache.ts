import type { StoryGraph } from '@graphkeep/models/story';
import type { CleanOptions, CleanReport, Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { cacheSelection, selectionOf } from './selection.ts';

const budget = {
  timeBudgetMs: z.int().min(1).max(60_000).default(1_500),
  batchSize: z.int().min(1).max(1_000).default(500),
  /** The `next` of an earlier run that did not come to the end. */
  from: z.string().max(500).optional(),
};

export const planCleaningInput = z.strictObject({ selection: cacheSelection, ...budget });
export type PlanCleaning = z.output<typeof planCleaningInput>;

export const cleanCacheInput = z.strictObject({
  /** Of a plan, within ten minutes. */
  confirm: z.string().min(1).max(100_000),
  ...budget,
});
export type CleanCache = z.output<typeof cleanCacheInput>;

const tally = { matched: z.number(), bytes: z.number(), removed: z.number(), replaced: z.number() };
export const cleaningReport = z.object({
  ...tally,
  dryRun: z.boolean(),
  scanned: z.number(),
  byReason: z.record(z.string(), z.object(tally)),
  byType: z.record(z.string(), z.object(tally)),
  complete: z.boolean(),
  next: z.string().optional(),
  error: z.string().optional(),
  tookMs: z.number(),
});
export type CleaningReport = z.output<typeof cleaningReport>;
export const cleaningPlan = z.object({ report: cleaningReport, confirm: z.string() });
export type CleaningPlan = z.output<typeof cleaningPlan>;

/** Looks which cached values a cleaning would take away, and takes away nothing. */
export const planCleaning = async (
  platform: Scoped<StoryGraph>,
  { selection, ...asked }: PlanCleaning,
): Promise<CleaningPlan> => {
  const { report, confirm } = await platform.cacheAdmin.plan(selectionOf(selection), optionsOf(asked));
  return { report: reportOf(report), confirm };
};

/** Takes away what was planned. The graph still has all of it. */
export const cleanCache = async (
  platform: Scoped<StoryGraph>,
  { confirm, ...asked }: CleanCache,
): Promise<CleaningReport> => reportOf(await platform.cacheAdmin.remove(confirm, optionsOf(asked)));

const optionsOf = ({ from, ...rest }: Omit<PlanCleaning, 'selection'>): CleanOptions => ({
  ...rest,
  ...(from !== undefined && { from }),
});

/** Keys are left out: they hold ids of players. */
const reportOf = ({ examples, next, error, ...report }: CleanReport): CleaningReport => ({
  ...report,
  ...(next !== undefined && { next }),
  ...(error !== undefined && { error }),
});
