import { setTimeout as delay } from 'node:timers/promises';
import { createLock, type Lease, type LockOptions } from './lock.ts';
import type { Store } from './store.ts';

export interface LeaderOptions extends LockOptions {
  /** The work threw, or Redis is away; it is tried again. */
  readonly onError?: (error: unknown) => void;
}

export interface Candidate {
  readonly leads: boolean;
  /** Steps down once the work has ended, and stands no more. */
  close(): Promise<void>;
}

/**
 * `work` is run by one candidate at a time: when its lease is lost, its signal aborts, and another one begins. It is
 * begun again where it ends or throws while this one still stands.
 */
export const standForLeader = (
  store: Store,
  key: string,
  work: (lease: Lease) => Promise<void>,
  { ttlMs = 10_000, onError = () => {} }: LeaderOptions,
): Candidate => {
  const lock = createLock(store, key, { ttlMs });
  const closing = new AbortController();
  let leads = false;

  const pause = (): Promise<void> =>
    delay((ttlMs / 5) * (0.5 + Math.random()), undefined, { signal: closing.signal }).catch(() => {});

  const lead = async (lease: Lease): Promise<void> => {
    leads = true;
    const signal = AbortSignal.any([lease.signal, closing.signal]);
    try {
      while (!signal.aborted) {
        await work({ ...lease, signal });
        if (!signal.aborted) await pause();
      }
    } finally {
      leads = false;
      await lease.release();
    }
  };

  const stand = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        const lease = await lock.acquire();
        if (lease !== undefined) await lead(lease);
      } catch (error) {
        if (!closing.signal.aborted) onError(error);
      }
      await pause();
    }
  };
  const standing = stand();

  return {
    get leads() {
      return leads;
    },
    async close() {
      closing.abort();
      await standing;
    },
  };
};
