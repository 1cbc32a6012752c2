import { GraphkeepError } from '@graphkeep/core';
import type { Scoped } from '@graphkeep/platform';

type Helpers = Scoped<Record<never, never>>['helpers'];

export interface RateLimit {
  /** Calls in one window; a batch is as many calls as it holds. */
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateLimitsOptions {
  /** Of each key. */
  readonly key: RateLimit;
  /** Of each address, with keys or without. */
  readonly address: RateLimit;
}

/** Where a caller stands against its limit, as the headers RateLimit-* say it. */
export interface RateState extends RateLimit {
  readonly remaining: number;
  readonly resetMs: number;
}

export interface RateLimits {
  /** Counts a call of this kind of caller; an error `rate_limited` where it is one too many. */
  count(kind: keyof RateLimitsOptions, who: string): Promise<RateState>;
}

/** What is asked of Redis at once is this part of a limit; between, a process counts by itself. */
const SHARE = 50;
const MAX_CALLERS = 10_000;

interface Lease {
  left: number;
  readonly remaining: number;
  readonly until: number;
}

/**
 * Limits that all processes share through Redis, and that each keeps for itself while Redis is away. A process takes calls
 * from the limit a few at a time, so that most calls cost no question; what it has taken and not used is lost.
 */
export const createRateLimits = (helpers: Helpers, options: RateLimitsOptions): RateLimits => {
  const kinds = {
    key: limiter(helpers, 'key', options.key),
    address: limiter(helpers, 'address', options.address),
  };
  return { count: (kind, who) => kinds[kind](who) };
};

const limiter = (helpers: Helpers, kind: keyof RateLimitsOptions, { limit, windowMs }: RateLimit) => {
  const rate = helpers.rate(`api.${kind}`, { limit, windowMs });
  const share = Math.max(1, Math.floor(limit / SHARE));
  const leases = new Map<string, Promise<Lease>>();

  const take = async (who: string): Promise<Lease> => {
    const { allowed, remaining, resetMs } = await rate.consume(who, share);
    return { left: allowed ? share : 0, remaining, until: performance.now() + Math.max(1, resetMs) };
  };
  const renew = (who: string): Promise<Lease> => {
    const [oldest] = leases.keys();
    if (leases.size >= MAX_CALLERS && oldest !== undefined) leases.delete(oldest);
    const taken = take(who);
    leases.set(who, taken);
    taken.catch(() => leases.delete(who));
    return taken;
  };
  const refusal = (resetMs: number): GraphkeepError =>
    new GraphkeepError(
      'rate_limited',
      `This ${kind} may make ${limit} calls in ${windowMs / 1_000} s. Call again in ${Math.ceil(resetMs / 1_000)} s.`,
      { retryAfterMs: Math.ceil(resetMs) },
    );

  return async (who: string): Promise<RateState> => {
    for (;;) {
      const known = leases.get(who) ?? renew(who);
      const lease = await known;
      const resetMs = lease.until - performance.now();
      if (resetMs > 0 && lease.left > 0) {
        lease.left -= 1;
        return { limit, windowMs, resetMs, remaining: lease.remaining + lease.left };
      }
      // One that was refused stays so until its window ends: asking again would only count more.
      if (resetMs > 0 && lease.remaining === 0) throw refusal(resetMs);
      if (leases.get(who) === known) leases.delete(who);
    }
  };
};
