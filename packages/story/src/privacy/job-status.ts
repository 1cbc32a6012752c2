import { id } from '@graphkeep/contract';
import { z } from 'zod';

/** What is told of work in the background. */
export const jobStatus = z.object({
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

export const jobInput = z.strictObject({ id: id('job') });
