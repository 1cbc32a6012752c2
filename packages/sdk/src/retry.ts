import { cancelled, GraphkeepApiError } from './errors.ts';
import type { LogDetails, LogLevel } from './log.ts';

/** Waits between two attempts; ends early, by an error, when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

export interface RetryOptions {
  /** How often a failed call is made again. */
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
  readonly wait: Wait;
  /** Whether the server does it once however often it is asked for, so that doubt is no reason to stop. */
  readonly once: boolean;
  /** How long a change that is under way already is asked after. @default 0 */
  readonly forMs?: number;
  readonly tell?: (level: Exclude<LogLevel, 'off'>, text: string, details: Omit<LogDetails, 'path'>) => void;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;
/** A server that asks for more is not waited for: the caller has the error, and what the server asked for, at once. */
const MAX_ASKED_MS = 30_000;

/** Makes a call again that failed for a while, after a growing, jittered delay or the one that the server asks for. */
export const withRetries = async <
  T extends { readonly status: number; readonly requestId?: string | undefined },
>(
  call: () => Promise<T>,
  { retries, signal, wait, once, forMs = 0, tell = () => {} }: RetryOptions,
): Promise<T> => {
  const began = performance.now();
  let failures = 0;
  let waitedMs = 0;
  for (let attempt = 1; ; attempt++) {
    const sent = performance.now();
    const details = ({ status, requestId }: Pick<T, 'status' | 'requestId'>) => ({
      ...{ attempt, status, requestId },
      ms: Math.round(performance.now() - sent),
    });
    try {
      const answer = await call();
      tell('debug', 'answered', details(answer));
      return answer;
    } catch (error) {
      if (!(error instanceof GraphkeepApiError)) throw error;
      const { code } = error;
      const ms = error.retryAfterMs ?? delayOf(failures);
      // The same change was sent before, and is neither done nor failed yet: asking after it is no new attempt.
      const underWay = code === 'in_progress' && Math.max(waitedMs, performance.now() - began) + ms <= forMs;
      if (!(mayPass(error, once) && retries > 0 && (underWay || failures < retries) && ms <= MAX_ASKED_MS)) {
        tell(isGrave(error) ? 'warn' : 'debug', `failed: ${code}`, { ...details(error), code });
        throw error;
      }
      if (!underWay) failures += 1;
      tell('info', `failed and is made again: ${code}`, {
        ...details(error),
        code,
        againInMs: Math.round(ms),
      });
      await wait(ms, signal);
      waitedMs += ms;
    }
  }
};

const mayPass = ({ retryable, code }: GraphkeepApiError, once: boolean): boolean =>
  retryable || (once && code === 'uncertain');

/** Neither the caller's fault nor the caller's wish. */
const isGrave = ({ retryable, status, code }: GraphkeepApiError): boolean =>
  code !== 'cancelled' && (retryable || status === 0 || status >= 500);

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
