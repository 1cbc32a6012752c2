import type { RequestContext } from '@graphkeep/core';
import type { RateState } from '../rate-limits.ts';
import type { Step } from '../step.ts';

const states = new WeakMap<RequestContext, RateState>();

/** The nearest limit that this request was counted against. */
export const rateStateOf = (request: RequestContext): RateState | undefined => states.get(request);

/** Refuses who calls too often, by the address and by the key. It stands before the key is looked at: guessing counts too. */
export const rateLimit: Step = async ({ ctx }, next) => {
  const { rates, address, principal, request } = ctx;
  if (!rates) return next();
  const counted = await Promise.all([
    ...(address === undefined ? [] : [rates.count('address', address)]),
    ...(principal === undefined ? [] : [rates.count('key', principal.id)]),
  ]);
  const [nearest] = counted.sort((one, other) => one.remaining - other.remaining);
  if (nearest) states.set(request, nearest);
  return next();
};
