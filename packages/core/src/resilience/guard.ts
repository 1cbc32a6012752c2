import { currentContext } from '../context.ts';
import { Deadline } from '../deadline.ts';
import { isGraphkeepError } from '../errors.ts';
import { type BreakerState, createBreaker } from './breaker.ts';
import { Bulkhead } from './bulkhead.ts';
import type { BreakerOptions, GuardOptions, Rank, RetryOptions } from './options.ts';
import { retrying } from './retry.ts';

export interface Guard {
  /**
   * Runs a call to what is outside, within the deadline of the guard and of the current request. The caller is
   * answered at the deadline even where `work` ignores its signal; the place in the bulkhead is free then, too, and
   * what such work piles up is bounded by the breaker.
   */
  run<T>(work: (signal: AbortSignal) => Promise<T>, call?: GuardedCall): Promise<T>;
  readonly state: BreakerState;
  /** Refuses all calls until `close`. */
  open(): void;
  /** Lets calls through, and forgets the failures so far. */
  close(): void;
}

export interface GuardedCall {
  /**
   * Whether doing it twice does the same as doing it once. Only such calls are tried again.
   * @default false
   */
  readonly idempotent?: boolean;
  /**
   * Which of its errors may be the fault of what is called.
   * @default all
   */
  readonly mayBlame?: (error: unknown) => boolean;
  /** @default 'plain' */
  readonly rank?: Rank;
}

const DEFAULT_RETRY: RetryOptions = { attempts: 3, delayMs: 50, factor: 2, maxDelayMs: 1_000 };
const DEFAULT_BREAKER: BreakerOptions = { failures: 5, rate: 0.5, windowMs: 10_000, halfOpenAfterMs: 1_000 };
/** A caller in more of a hurry proves nothing by a time-out: five of them would shut the others out. */
const FAIR_MS = 1_000;
/** The same of a guard that gives less than that. */
const FAIR_SHARE = 0.5;
const PROBE_MS = 2_000;
const NO_LIMIT = { limit: Number.POSITIVE_INFINITY, queue: 0 };

/** Stands between the program and one thing outside of it: deadline, retry, breaker, bulkhead and metrics. */
export const createGuard = (name: string, options: GuardOptions): Guard => {
  const { timeoutMs, metrics, retry = DEFAULT_RETRY } = options;
  const breaker = createBreaker(name, options.breaker ?? DEFAULT_BREAKER);
  const bulkhead = new Bulkhead(name, options.bulkhead ?? NO_LIMIT);
  metrics?.watchGuard(name, () => ({
    state: breaker.state,
    inUse: bulkhead.inUse,
    queued: bulkhead.queued,
  }));

  const attempt = async <T>(
    work: (signal: AbortSignal) => Promise<T>,
    deadline: Deadline,
    { mayBlame = all, rank }: GuardedCall,
  ): Promise<T> => {
    deadline.throwIfPassed(name);
    breaker.refuseWhenOpen();
    return bulkhead.run(
      async () => {
        if (options.probe && breaker.isProbeDue) await answeredInTime(name, probed, deadline);
        const isFair = deadline.remaining() >= Math.min(FAIR_MS, timeoutMs * FAIR_SHARE);
        return breaker.run(
          () => answeredInTime(name, work, deadline),
          (error) => (isFair || !isTimeout(error)) && mayBlame(error),
        );
      },
      deadline,
      rank,
    );
  };

  /** Goes on though the caller who began it leaves. */
  const probed = async (): Promise<void> => {
    using deadline = Deadline.after(PROBE_MS);
    await breaker.probe(() => answeredInTime(name, options.probe ?? (async () => {}), deadline));
  };

  const guard: Guard = {
    async run(work, call = {}) {
      using deadline = currentContext()?.deadline.within(timeoutMs) ?? Deadline.after(timeoutMs);
      const startedAt = performance.now();
      let outcome = 'ok';
      try {
        const tries = call.idempotent === true ? retry : { ...retry, attempts: 0 };
        return await retrying(
          () => attempt(work, deadline, call),
          tries,
          deadline,
          () => metrics?.guardRetry(name),
        );
      } catch (error) {
        outcome = isGraphkeepError(error) ? error.code : 'internal';
        throw error;
      } finally {
        metrics?.guardCall(name, outcome, (performance.now() - startedAt) / 1_000);
      }
    },
    get state() {
      return breaker.state;
    },
    open: breaker.open,
    close: breaker.close,
  };
  options.register?.(name, guard);
  return guard;
};

const all = (): boolean => true;

const isTimeout = (error: unknown): boolean => isGraphkeepError(error) && error.code === 'timeout';

/** A function whose every call goes through a guard of its own. */
export const guarded = <A extends readonly unknown[], T>(
  name: string,
  options: GuardOptions & GuardedCall,
  fn: (signal: AbortSignal, ...args: A) => Promise<T>,
): ((...args: A) => Promise<T>) => {
  const guard = createGuard(name, options);
  return (...args) => guard.run((signal) => fn(signal, ...args), options);
};

const answeredInTime = <T>(
  name: string,
  work: (signal: AbortSignal) => Promise<T>,
  deadline: Deadline,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const { signal } = deadline;
    const stop = (): void => reject(deadline.errorFor(name));
    // Listens before the work does: a time-out is told as one, whatever the work throws when it is aborted.
    signal.addEventListener('abort', stop, { once: true });
    const started = async (): Promise<T> => work(signal);
    started()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
