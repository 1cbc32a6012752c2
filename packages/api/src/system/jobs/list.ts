import type { JobStatus } from '@graphkeep/contract';
import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { jobStatusSchema } from './status-schema.ts';

export const list = administer('system')
  .meta({ summary: 'The last runs of all jobs, the oldest first.' })
  .output(answers<{ runs: JobStatus[] }>(z.object({ runs: z.array(jobStatusSchema) })))
  .query(async ({ ctx }) => ({ runs: await unbound(ctx.scoped).jobs.list() }));
