import { z } from 'zod';

const tally = { matched: z.number(), bytes: z.number(), removed: z.number(), replaced: z.number() };

export const cleaningReportSchema = z.object({
  ...tally,
  dryRun: z.boolean(),
  scanned: z.number(),
  byReason: z.record(z.string(), z.object(tally)),
  byType: z.record(z.string(), z.object(tally)),
  /** Some of the keys that are meant. They hold ids, so they are for operators alone. */
  examples: z.array(z.string()),
  complete: z.boolean(),
  /** Where the next run goes on, as its `from`. */
  next: z.string().optional(),
  error: z.string().optional(),
  tookMs: z.number(),
});

export const budgetInput = {
  timeBudgetMs: z.int().min(1).max(60_000).default(5_000),
  from: z.string().max(500).optional(),
};
