import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { breakersSchema } from './names.ts';

export const breakers = administer('system')
  .meta({ summary: 'Whether calls to each store are let through.' })
  .output(answers(breakersSchema))
  .query(({ ctx }) => ({ breakers: unbound(ctx.scoped).operations.breakers() }));
