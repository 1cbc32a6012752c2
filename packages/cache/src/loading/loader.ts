import { Deadline } from '@graphkeep/core';
import type { Core } from '../core.ts';
import type { Kind } from '../kind.ts';

/** What a loader is told. */
export interface LoadContext {
  /** Aborts at the hard time-out, or when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Of the deletes that made this load necessary, where they had any: a replica must have come so far before it is read. */
  readonly bookmarks: readonly string[];
}

/** Runs a loader within its hard time-out; whoever ignores the signal is not waited for. */
export const runLoader = async <T, V, I>(
  core: Core,
  { name, policy, counts }: Kind<V, I>,
  parent: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  using deadline = Deadline.after(policy.hardMs, parent);
  const counted = async (): Promise<T> => {
    const startedAt = performance.now();
    counts.loads += 1;
    try {
      return await answeredInTime(deadline, `loading ${name}`, work);
    } catch (error) {
      counts.loadsFailed += 1;
      if (deadline.signal.aborted) counts.loadsTimedOut += 1;
      throw error;
    } finally {
      counts.loadTime.add(performance.now() - startedAt);
    }
  };
  return await core.slots.run(counted, deadline);
};

const answeredInTime = <T>(
  deadline: Deadline,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const { signal } = deadline;
    const stop = (): void => reject(deadline.errorFor(what));
    signal.addEventListener('abort', stop, { once: true });
    work(signal)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
