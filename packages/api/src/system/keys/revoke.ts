import { id } from '@graphkeep/contract';
import { apiKeySchema } from '@graphkeep/platform';
import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { keysFor, tellAudit } from './operator.ts';

/** Ends a key for good. Revoking it again changes nothing. */
export const revoke = administer('system')
  .meta({ summary: 'Ends a key: at once in this process, within five seconds in others.' })
  .input(z.strictObject({ keyId: id('key') }))
  .output(answers(apiKeySchema))
  .mutation(async ({ ctx, input }) => {
    const revoked = await keysFor(ctx.scoped).revoke(input.keyId);
    await tellAudit(ctx.scoped, 'revoke', input.keyId, revoked.owner);
    return revoked;
  });
