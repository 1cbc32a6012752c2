import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { breakersSchema, storeInput } from './names.ts';

export const openBreaker = administer('system')
  .meta({ summary: 'Refuses all calls of this process to a store, until its breaker is closed.' })
  .input(storeInput)
  .output(answers(breakersSchema))
  .mutation(async ({ ctx, input }) => {
    const { operations } = unbound(ctx.scoped);
    await operations.openBreaker(input.store);
    return { breakers: operations.breakers() };
  });
