import type { JobStatus } from '@graphkeep/contract';
import { optimiseInput, optimiseJob } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { jobStatusSchema } from '../../system/jobs/status-schema.ts';
import { infraOf } from '../infra-of.ts';

export const apply = administer('infra')
  .meta({ summary: 'Makes the indexes that were planned in the background, while the tables are in use.' })
  .input(optimiseInput)
  .output(answers<JobStatus>(jobStatusSchema))
  .mutation(({ ctx, input }) => infraOf(ctx.scoped).jobs.start(optimiseJob.name, input));
