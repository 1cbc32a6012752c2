import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { storeInput } from './names.ts';

const storeHealth = z.object({
  store: storeInput.shape.store,
  state: z.enum(['healthy', 'failing', 'down']),
  since: z.date(),
  latencyMs: z.number().nullable(),
  reason: z.string().optional(),
});

export const reconnect = administer('system')
  .meta({ summary: 'Drops the connections of this process to a store, and makes new ones.' })
  .input(storeInput)
  .output(answers(storeHealth))
  .mutation(({ ctx, input }) => unbound(ctx.scoped).operations.reconnect(input.store));
