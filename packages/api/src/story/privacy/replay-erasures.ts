import type { JobStatus } from '@graphkeep/contract';
import { jobStatus, replayErasuresJob } from '@graphkeep/story';
import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const replay = administer('story')
  .meta({ summary: 'Erases once more who came back with a restore, in the background.' })
  .input(z.strictObject({}).optional())
  .output(answers<JobStatus>(jobStatus))
  .mutation(({ ctx, input }) => storyOf(ctx.scoped).jobs.start(replayErasuresJob.name, input ?? {}));
