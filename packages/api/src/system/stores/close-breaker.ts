import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { breakersSchema, storeInput } from './names.ts';

export const closeBreaker = administer('system')
  .meta({ summary: 'Lets calls to a store through again, and forgets its failures so far.' })
  .input(storeInput)
  .output(answers(breakersSchema))
  .mutation(async ({ ctx, input }) => {
    const { operations } = unbound(ctx.scoped);
    await operations.closeBreaker(input.store);
    return { breakers: operations.breakers() };
  });
