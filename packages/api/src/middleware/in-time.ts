import type { Step } from '../step.ts';

/** Begins nothing that is too late already. */
export const inTime: Step = async ({ ctx, path }, next) => {
  ctx.request.deadline.throwIfPassed(path);
  return next();
};
