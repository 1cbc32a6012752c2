import { t } from '../trpc.ts';

/** Begins nothing that is too late already. */
export const inTime = t.middleware(({ ctx, path, next }) => {
  ctx.request.deadline.throwIfPassed(path);
  return next();
});
