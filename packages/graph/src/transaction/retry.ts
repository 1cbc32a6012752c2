import { setTimeout as sleep } from 'node:timers/promises';
import { type Deadline, type GuardOptions, isGraphkeepError } from '@graphkeep/core';

export type RetryOptions = NonNullable<GuardOptions['retry']>;

interface Retrying {
  readonly options: RetryOptions;
  readonly deadline: Deadline;
  /** Whether an error has left nothing behind, or what it left would be found by another try. */
  readonly harmless: (error: unknown) => boolean;
  readonly onRetry: () => void;
}

/**
 * Runs again what left nothing behind. While other writes are in the way that goes on until the deadline: one of them has
 * got through each time, so that waiting is worth it. A store that is away is asked a few times only.
 */
export const retrying = async <T>(work: () => Promise<T>, retry: Retrying): Promise<T> => {
  const { options, deadline } = retry;
  let away = 0;
  for (let tried = 0; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isGraphkeepError(error) || !retry.harmless(error)) throw error;
      if (error.code !== 'conflict' && ++away > options.attempts) throw error;
      // Drawn from the whole of a growing span, so that many callers do not come back together.
      const span = Math.min(options.maxDelayMs, options.delayMs * options.factor ** tried);
      const wait = Math.max(Math.random() * span, error.retryAfterMs ?? 0);
      if (wait >= deadline.remaining()) throw error;
      await sleep(wait, undefined, { signal: deadline.signal }).catch(() => {
        throw deadline.errorFor('waiting to try again');
      });
      retry.onRetry();
    }
  }
};
