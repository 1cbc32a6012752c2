import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { GraphkeepError } from '@graphkeep/core';
import type { Store } from './store.ts';

export interface LockOptions {
  /**
   * After so long without renewal another one may have it.
   * @default 10 s
   */
  readonly ttlMs?: number;
}

export interface AcquireOptions {
  /**
   * How long to wait for one that is held.
   * @default 0
   */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

export interface Lease {
  /**
   * Grows with each holder. A store that refuses writes with a smaller number than it has seen is safe also from a
   * holder that was frozen and does not know that its time is over.
   */
  readonly fence: number;
  /** Aborts when the lease is over, or may be. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

export interface Lock {
  /** Renewed until it is released. Answers nothing where another one holds it. */
  acquire(options?: AcquireOptions): Promise<Lease | undefined>;
  /** Throws `conflict` where it cannot be had. */
  run<T>(work: (lease: Lease) => Promise<T>, options?: AcquireOptions): Promise<T>;
}

const RETRY_MS = 100;

export const createLock = ({ locks }: Store, key: string, { ttlMs = 10_000 }: LockOptions): Lock => {
  const acquireOnce = async (): Promise<Lease | undefined> => {
    const owner = randomUUID();
    const askedAt = performance.now();
    const fence = await locks.acquire(key, owner, ttlMs);
    return fence === undefined ? undefined : held(fence, owner, askedAt + ttlMs);
  };

  const held = (fence: number, owner: string, until: number): Lease => {
    const ended = new AbortController();
    const renewal = (): void => void renew();
    let timer = setTimeout(renewal, ttlMs / 3);
    let over = setTimeout(lose, until - performance.now());

    function lose(): void {
      clearTimeout(timer);
      clearTimeout(over);
      ended.abort(new GraphkeepError('conflict', 'The lock is not held any longer.'));
    }
    async function renew(): Promise<void> {
      const askedAt = performance.now();
      try {
        if (!(await locks.renew(key, owner, ttlMs))) lose();
      } catch {
        // Redis is away: the lease lasts as long as it was last promised, and is asked for again.
        if (!ended.signal.aborted) timer = setTimeout(renewal, RETRY_MS);
        return;
      }
      if (ended.signal.aborted) return;
      clearTimeout(over);
      over = setTimeout(lose, askedAt + ttlMs - performance.now());
      timer = setTimeout(renewal, ttlMs / 3);
    }

    return {
      fence,
      signal: ended.signal,
      async release() {
        if (ended.signal.aborted) return;
        lose();
        // What is not released ends by itself.
        await locks.release(key, owner).catch(() => {});
      },
    };
  };

  const acquire: Lock['acquire'] = async ({ waitMs = 0, signal } = {}) => {
    const until = performance.now() + waitMs;
    for (;;) {
      signal?.throwIfAborted();
      const lease = await acquireOnce();
      const left = until - performance.now();
      if (lease !== undefined || left <= 0) return lease;
      // By lot, so that those who wait do not ask in step.
      await delay(Math.min(left, RETRY_MS * (0.5 + Math.random())), undefined, signal && { signal });
    }
  };

  return {
    acquire,
    async run(work, options) {
      const lease = await acquire(options);
      if (lease === undefined) throw new GraphkeepError('conflict', 'Another one holds the lock.');
      try {
        return await work(lease);
      } finally {
        await lease.release();
      }
    },
  };
};
