import type { JobStatus } from '@graphkeep/contract';
import { checkInput, checkJob, jobStatus } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const check = administer('story')
  .meta({ summary: 'Compares graph and cache, and mends what can be mended, in the background.' })
  .input(checkInput)
  .output(answers<JobStatus>(jobStatus))
  .mutation(({ ctx, input }) => storyOf(ctx.scoped).jobs.start(checkJob.name, input));
