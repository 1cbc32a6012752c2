import { cancelled, GraphkeepApiError } from './errors.ts';

/** Waits between two attempts; ends early, by an error, when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

export interface RetryOptions {
  /** How often a failed call is made again. */
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
  readonly wait: Wait;
  /** Whether the server does it once however often it is asked for, so that doubt is no reason to stop. */
  readonly once: boolean;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;
/** A server that asks for more is not waited for: the caller has the error, and what the server asked for, at once. */
const MAX_ASKED_MS = 30_000;

/** Makes a call again that failed for a while, after a growing, jittered delay or the one that the server asks for. */
export const withRetries = async <T>(
  call: () => Promise<T>,
  { retries, signal, wait, once }: RetryOptions,
): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof GraphkeepApiError && mayPass(error, once)) || attempt >= retries) throw error;
      const ms = error.retryAfterMs ?? delayOf(attempt);
      if (ms > MAX_ASKED_MS) throw error;
      await wait(ms, signal);
    }
  }
};

const mayPass = ({ retryable, code }: GraphkeepApiError, once: boolean): boolean =>
  retryable || (once && code === 'uncertain');

/** How long to wait after so many failures, if the server does not say. */
export const delayOf = (failures: number): number =>
  jittered(Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures));

const jittered = (longest: number): number => longest * (0.5 + Math.random() / 2);

export const pause: Wait = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled(signal));
    const end = () => {
      clearTimeout(timer);
      if (signal) reject(cancelled(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
