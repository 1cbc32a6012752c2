import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';

const inputSchema = z.strictObject({
  /** The label. */
  type: z.string().min(1).max(100),
  limit: z.int().min(1).max(1_000_000).default(10_000),
  timeBudgetMs: z.int().min(1).max(60_000).default(5_000),
});

export const warm = administer('system')
  .meta({
    summary: 'Reads nodes of a label into the cache, so that who asks for them next finds them there.',
  })
  .input(inputSchema)
  .output(answers(z.object({ warmed: z.number(), complete: z.boolean() })))
  .mutation(({ ctx, input: { type, ...options } }) => unbound(ctx.scoped).operations.warm(type, options));
