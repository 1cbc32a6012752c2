import { z } from 'zod';

/** Scheduled runs are named by their time, others by an id: `job_…`. */
export const runInput = z.strictObject({ id: z.string().min(1).max(200) });
export const jobInput = z.strictObject({ name: z.string().min(1).max(100) });

export const jobStatusSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  total: z.number().nullable(),
  startedAt: z.date(),
  endedAt: z.date().optional(),
  result: z.unknown().optional(),
  error: z.string().optional(),
});
