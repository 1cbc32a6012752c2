import { runInContext } from '@graphkeep/core';
import { t } from '../trpc.ts';

/** Gives everything beneath the request's id and deadline. */
export const inContext = t.middleware(({ ctx, next }) => runInContext(ctx.request, () => next()));
