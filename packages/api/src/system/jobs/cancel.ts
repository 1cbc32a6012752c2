import type { JobStatus } from '@graphkeep/contract';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { tellAudit, unbound } from '../unbound.ts';
import { jobStatusSchema, runInput } from './status-schema.ts';

export const cancel = administer('system')
  .meta({ summary: 'Tells a run of a job to stop.' })
  .input(runInput)
  .output(answers<JobStatus>(jobStatusSchema))
  .mutation(async ({ ctx, input }) => {
    const scoped = unbound(ctx.scoped);
    await tellAudit(scoped, 'jobs.cancel', input.id);
    return scoped.jobs.cancel(input.id);
  });
