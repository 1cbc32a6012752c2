import type { JobStatus } from '@graphkeep/contract';
import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { tellAudit, unbound } from '../unbound.ts';
import { jobInput, jobStatusSchema } from './status-schema.ts';

export const start = administer('system')
  .meta({ summary: 'Begins a job now, in whichever process leads.' })
  .input(jobInput.extend({ input: z.record(z.string(), z.unknown()).default({}) }))
  .output(answers<JobStatus>(jobStatusSchema))
  .mutation(async ({ ctx, input }) => {
    const scoped = unbound(ctx.scoped);
    await tellAudit(scoped, 'jobs.start', input.name);
    return scoped.jobs.start(input.name, input.input);
  });
