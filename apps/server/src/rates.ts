import { createRateLimits, type RateLimits } from '@graphkeep/api';
import type { Config } from '@graphkeep/core';

/** As good as none: no window has time for so many. */
const UNBOUNDED = 1_000_000_000;

type Helpers = Parameters<typeof createRateLimits>[0];

/** The limits of the configuration; none where it sets none. */
export const ratesOf = ({ rates }: Config, helpers: Helpers): RateLimits | undefined => {
  const { perKey, perAddress, windowMs } = rates;
  if (perKey === 0 && perAddress === 0) return undefined;
  return createRateLimits(helpers, {
    key: { limit: perKey || UNBOUNDED, windowMs },
    address: { limit: perAddress || UNBOUNDED, windowMs },
  });
};
