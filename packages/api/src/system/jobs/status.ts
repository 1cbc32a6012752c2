import type { JobStatus } from '@graphkeep/contract';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { jobStatusSchema, runInput } from './status-schema.ts';

export const status = administer('system')
  .meta({ summary: 'How far one run of a job is, and what it answered.' })
  .input(runInput)
  .output(answers<JobStatus>(jobStatusSchema))
  .query(({ ctx, input }) => unbound(ctx.scoped).jobs.status(input.id));
