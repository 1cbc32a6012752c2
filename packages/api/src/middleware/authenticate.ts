import { GraphkeepError } from '@graphkeep/core';
import { trustAnswers } from '../answers.ts';
import type { Step } from '../step.ts';

/** Lets nobody by who is not known, and narrows the platform to who is. */
export const authenticate: Step = async ({ ctx }, next) => {
  const { principal, platform, request, refusal } = ctx;
  if (!principal) {
    throw (
      refusal ??
      new GraphkeepError(
        'unauthenticated',
        'Send a key that this server knows: the header `Authorization: Bearer gk_…`.',
      )
    );
  }
  ctx.scoped = platform.as(principal);
  if (ctx.scoped.config.profile === 'production') trustAnswers(request);
  return next();
};
