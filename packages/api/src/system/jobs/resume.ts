import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { jobInput } from './status-schema.ts';

export const resume = administer('system')
  .meta({ summary: 'Runs a job again by its schedule.' })
  .input(jobInput)
  .output(answers(z.object({ name: z.string() })))
  .mutation(async ({ ctx, input }) => {
    await unbound(ctx.scoped).operations.resumeJob(input.name);
    return { name: input.name };
  });
