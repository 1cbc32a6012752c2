import type { JobStatus } from '@graphkeep/contract';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { jobStatusSchema, runInput } from '../../system/jobs/status-schema.ts';
import { infraOf } from '../infra-of.ts';
import { ownJob } from './own-job.ts';

export const cancel = administer('infra')
  .meta({ summary: "Tells one of the estate's jobs to stop." })
  .input(runInput)
  .output(answers<JobStatus>(jobStatusSchema))
  .mutation(async ({ ctx, input }) => {
    const platform = infraOf(ctx.scoped);
    const { id } = await ownJob(platform, input.id);
    return platform.jobs.cancel(id);
  });
