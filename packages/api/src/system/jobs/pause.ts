import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { jobInput } from './status-schema.ts';

export const pause = administer('system')
  .meta({ summary: 'Leaves out the scheduled runs of a job, until it is resumed.' })
  .input(jobInput)
  .output(answers(z.object({ name: z.string() })))
  .mutation(async ({ ctx, input }) => {
    await unbound(ctx.scoped).operations.pauseJob(input.name);
    return { name: input.name };
  });
