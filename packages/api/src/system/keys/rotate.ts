import { madeApiKeySchema, rotateApiKeySchema } from '@graphkeep/platform';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { keysFor, tellAudit } from './operator.ts';

/** Makes a key that takes the place of another, and shows it: this once. */
export const rotate = administer('system')
  .meta({ summary: 'Makes a successor to a key; the old one is taken for a while yet.' })
  .input(rotateApiKeySchema)
  .output(answers(madeApiKeySchema))
  .mutation(async ({ ctx, input }) => {
    const made = await keysFor(ctx.scoped).rotate(input, ctx.principal, ctx.once?.idempotencyKey);
    await tellAudit(ctx.scoped, 'rotate', input.keyId, made.owner);
    return made;
  });
