import { madeApiKeySchema, newApiKeySchema } from '@graphkeep/platform';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { keysFor, tellAudit } from './operator.ts';

/** Makes a key, and shows it: this once. */
export const create = administer('system')
  .meta({ summary: 'Makes a key. Its text is shown this once.' })
  .input(newApiKeySchema)
  .output(answers(madeApiKeySchema))
  .mutation(async ({ ctx, input }) => {
    const made = await keysFor(ctx.scoped).create(input, ctx.principal, ctx.once?.idempotencyKey);
    await tellAudit(ctx.scoped, 'create', made.keyId, made.owner);
    return made;
  });
