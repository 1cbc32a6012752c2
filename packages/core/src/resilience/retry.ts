import type { Deadline } from '../deadline.ts';
import { isGraphkeepError } from '../errors.ts';
import type { RetryOptions } from './options.ts';
import { Refusal } from './refusal.ts';

/**
 * Tries again what failed with a retryable error, after a wait drawn from the whole of a growing span, so that many
 * callers do not come back together. Where the wait would outlast the deadline the error is answered now; cockatiel's
 * retry knows no deadline, sleeps on when its signal aborts, and then calls once more.
 */
export const retrying = async <T>(
  work: () => Promise<T>,
  options: RetryOptions,
  deadline: Deadline,
  onRetry: () => void,
): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= options.attempts || !isGraphkeepError(error) || !error.retryable) throw error;
      if (error instanceof Refusal) throw error;
      const span = Math.min(options.maxDelayMs, options.delayMs * options.factor ** attempt);
      const wait = Math.max(Math.random() * span, error.retryAfterMs ?? 0);
      if (wait >= deadline.remaining()) throw error;
      await sleep(wait, deadline);
      onRetry();
    }
  }
};

const sleep = (ms: number, deadline: Deadline): Promise<void> =>
  new Promise((resolve, reject) => {
    const { signal } = deadline;
    const stop = (): void => {
      clearTimeout(timer);
      reject(deadline.errorFor('waiting to try again'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
