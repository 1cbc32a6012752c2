import type { Locks } from '../store.ts';

interface Held {
  readonly owner: string;
  readonly fence: number;
  until: number;
}

/** Of one process. What nobody holds takes no memory. */
export const memoryLocks = (now: () => number): Locks => {
  const holders = new Map<string, Held>();
  let fence = Date.now() * 1_000;
  const holder = (key: string): Held | undefined => {
    const held = holders.get(key);
    if (held === undefined || held.until > now()) return held;
    holders.delete(key);
    return undefined;
  };
  return {
    async acquire(key, owner, ttlMs) {
      const held = holder(key);
      if (held !== undefined && held.owner !== owner) return undefined;
      fence += held === undefined ? 1 : 0;
      const own: Held = { owner, fence: held?.fence ?? fence, until: now() + ttlMs };
      holders.set(key, own);
      return own.fence;
    },
    async renew(key, owner, ttlMs) {
      const held = holder(key);
      if (held?.owner !== owner) return false;
      held.until = now() + ttlMs;
      return true;
    },
    async release(key, owner) {
      return holder(key)?.owner === owner && holders.delete(key);
    },
  };
};
