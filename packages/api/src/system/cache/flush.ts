import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';

export const flush = administer('system')
  .meta({ summary: 'Ends all that is cached of a label, or of a read model.' })
  .input(z.strictObject({ type: z.string().min(1).max(100) }))
  .output(answers(z.object({ type: z.string(), outcome: z.string() })))
  .mutation(async ({ ctx, input: { type } }) => ({
    type,
    outcome: await unbound(ctx.scoped).operations.flush(type),
  }));
