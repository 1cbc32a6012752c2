import { GraphkeepApiError } from './errors.ts';

export interface RetryOptions {
  /** How often a failed call is made again. */
  readonly retries: number;
  readonly signal?: AbortSignal | undefined;
  /** Waits between two attempts; given for tests. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;

/** Makes a call again that failed for a while, after a growing, jittered delay or the one that the server asks for. */
export const withRetries = async <T>(call: () => Promise<T>, { retries, signal, wait = pause }: RetryOptions): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof GraphkeepApiError && error.retryable) || attempt >= retries) throw error;
      const longest = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
      await wait(error.retryAfterMs ?? longest * (0.5 + Math.random() / 2), signal);
    }
  }
};

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(new GraphkeepApiError('cancelled', 'The caller ended the call.', { cause: signal?.reason, status: 0 }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
