import { runInContext } from '@graphkeep/core';
import { t } from '../trpc.ts';

/** Gives everything beneath the request's id and deadline; and refuses to begin what is too late already. */
export const inContext = t.middleware(({ ctx, path, next }) =>
  runInContext(ctx.request, () => {
    ctx.request.deadline.throwIfPassed(path);
    return next();
  }),
);
