import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';

/** Why a signal aborted, as an error of this product. */
export const aborted = (signal: AbortSignal): GraphkeepError => {
  const reason: unknown = signal.reason;
  if (isGraphkeepError(reason)) return reason;
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? new GraphkeepError('timeout', 'The deadline passed.', { cause: reason })
    : new GraphkeepError('cancelled', 'The caller ended the request.', { cause: reason });
};

export interface Aborting {
  /** Rejects when the signal aborts; never resolves. */
  readonly promise: Promise<never>;
  readonly forget: () => void;
}

export const whenAborted = (signal: AbortSignal): Aborting => {
  const { promise, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting any more.
  promise.catch(() => {});
  const stop = () => reject(aborted(signal));
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return { promise, forget: () => signal.removeEventListener('abort', stop) };
};
