import type { JobStatus } from '@graphkeep/contract';
import { jobInput, jobStatus } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const job = administer('story')
  .meta({ summary: 'How far work in the background is, and what it found.' })
  .input(jobInput)
  .output(answers<JobStatus>(jobStatus))
  .query(({ ctx, input }) => storyOf(ctx.scoped).jobs.status(input.id));
