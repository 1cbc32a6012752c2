import { GraphkeepError } from '@graphkeep/core';
import { t } from '../trpc.ts';

/** Lets nobody by who is not known, and narrows the platform to who is. */
export const authenticate = t.middleware(({ ctx, next }) => {
  if (!ctx.principal) {
    throw new GraphkeepError(
      'unauthenticated',
      'Send a key that this server knows: the header `Authorization: Bearer gk_…`.',
    );
  }
  return next({ ctx: { principal: ctx.principal, scoped: ctx.platform.as(ctx.principal) } });
});
