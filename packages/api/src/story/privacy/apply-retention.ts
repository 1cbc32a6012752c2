import type { JobStatus } from '@graphkeep/contract';
import { jobStatus, retentionInput, retentionJob } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const applyRetention = administer('story')
  .meta({ summary: 'Removes what is older than its player wants it kept, in the background.' })
  .input(retentionInput)
  .output(answers<JobStatus>(jobStatus))
  .mutation(({ ctx, input }) => storyOf(ctx.scoped).jobs.start(retentionJob.name, input));
