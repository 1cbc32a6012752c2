import type { JobStatus } from '@graphkeep/contract';
import { VALIDATE_JOB, validateInput } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { jobStatusSchema } from '../../system/jobs/status-schema.ts';
import { infraOf } from '../infra-of.ts';

export const start = administer('infra')
  .meta({ summary: 'Looks whether the installation is as it should be, in the background.' })
  .input(validateInput)
  .output(answers<JobStatus>(jobStatusSchema))
  .mutation(({ ctx, input }) => infraOf(ctx.scoped).jobs.start(VALIDATE_JOB, input));
