import { runInContext } from '@graphkeep/core';
import type { Step } from '../step.ts';

/** Gives everything beneath the request's id and deadline. */
export const inContext: Step = ({ ctx }, next) => runInContext(ctx.request, next);
