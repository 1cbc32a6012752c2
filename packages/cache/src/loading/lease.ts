import { setTimeout as delay } from 'node:timers/promises';
import type { Core, RedisSide } from '../core.ts';
import type { Kind, Place } from '../kind.ts';
import type { Looked } from '../looked.ts';
import { lookUp } from '../lookup.ts';
import { ask } from '../store/redis-tier.ts';
import { newToken } from '../token.ts';

const FIRST_POLL_MS = 10;
const LAST_POLL_MS = 100;

export interface Lease<V> {
  /** What was found while another process had the lease. */
  readonly looked: Looked<V>;
  release(): void;
}

/**
 * Lets one process load at a time, and the others wait for its value. It saves work and promises nothing: who has waited long
 * enough loads by itself, and what is kept is decided by the fence.
 */
export const takeLease = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  place: Place<I>,
  looked: Looked<V>,
  began: number,
): Promise<Lease<V>> => {
  const { redis } = core;
  const { leaseMs, hardMs } = kind.policy;
  if (leaseMs === undefined || redis === undefined || looked.seen === undefined) return { looked, release };
  const token = newToken();
  const until = performance.now() + leaseMs;
  let latest = looked;
  for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(LAST_POLL_MS, pauseMs * 2)) {
    const taken = await ask(redis.link, () => redis.tier.takeLease(place.key, token, hardMs));
    if (taken === true) {
      // Whoever had it may have stored a value and given it back since this one looked.
      if (pauseMs > FIRST_POLL_MS) latest = await lookUp(core, kind, place, began);
      return { looked: latest, release: () => releaseLease(redis, place.key, token) };
    }
    const leftMs = until - performance.now();
    if (taken === undefined || leftMs <= 0) return { looked: latest, release };
    await delay(Math.min(leftMs, pauseMs * (0.5 + Math.random())), undefined, { ref: false });
    latest = await lookUp(core, kind, place, began);
    if (latest.found?.fresh === true || latest.seen === undefined) return { looked: latest, release };
  }
};

const release = (): void => {};

const releaseLease = ({ link, tier }: RedisSide, key: string, token: string): void => {
  void ask(link, () => tier.releaseLease(key, token));
};
