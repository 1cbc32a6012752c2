import type { JobStatus } from '@graphkeep/contract';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { jobStatusSchema, runInput } from '../../system/jobs/status-schema.ts';
import { infraOf } from '../infra-of.ts';
import { ownJob } from './own-job.ts';

export const status = administer('infra')
  .meta({ summary: "How far one of the estate's jobs is, and what it answered." })
  .input(runInput)
  .output(answers<JobStatus>(jobStatusSchema))
  .query(({ ctx, input }) => ownJob(infraOf(ctx.scoped), input.id));
