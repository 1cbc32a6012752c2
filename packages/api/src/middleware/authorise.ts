import { GraphkeepError } from '@graphkeep/core';
import { hasScope } from '@graphkeep/platform';
import type { Step } from '../step.ts';

/** Lets nobody by whose key lacks the scope of the procedure. One that states none is closed to all. */
export const authorise: Step = async ({ ctx: { principal }, meta, path }, next) => {
  const scope = meta?.scope;
  if (scope === undefined) throw new GraphkeepError('forbidden', `${path} states no scope, so it is closed.`);
  if (!principal || !hasScope(principal, scope))
    throw new GraphkeepError('forbidden', `${path} needs a key with the scope ${scope}.`);
  return next();
};
