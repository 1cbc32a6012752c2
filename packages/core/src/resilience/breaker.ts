import { CircuitState, circuitBreaker, handleWhen, type IBackoff } from 'cockatiel';
import { blameFor } from './blame.ts';
import { FailureCount } from './failures.ts';
import type { BreakerOptions } from './options.ts';
import { Refusal } from './refusal.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

export interface Breaker {
  readonly state: BreakerState;
  /** Throws at once where a call would not be let through. */
  refuseWhenOpen(): void;
  /** Whether a probe is due before the next call. */
  readonly isProbeDue: boolean;
  /** Closes it where the probe goes well; throws where it does not. */
  probe(work: () => Promise<unknown>): Promise<void>;
  /** `mayBlame` says which errors of the work can be the store's fault at all. */
  run<T>(work: () => Promise<T>, mayBlame: (error: unknown) => boolean): Promise<T>;
  /** Holds it open until `close`. */
  open(): void;
  close(): void;
}

export const createBreaker = (name: string, options: BreakerOptions): Breaker => {
  const failures = new FailureCount(options);
  const pause = pauseOf(options.halfOpenAfterMs);
  // A probe that ends in anything thrown proves nothing good: it opens the breaker again.
  const counts = (error: unknown): boolean => !(error instanceof Blameless) || isProbe();
  const isProbe = (): boolean => policy.state === CircuitState.HalfOpen;
  const policy = circuitBreaker(handleWhen(counts), { breaker: failures, halfOpenAfter: pause });
  let heldOpen: { dispose(): void } | undefined;

  const refuse = (why: string, retryAfterMs?: number): never => {
    const last = policy.lastFailure;
    throw new Refusal('unavailable', `${name} is away: ${why}.`, {
      ...(last !== undefined && 'error' in last ? { cause: unwrapped(last.error) } : {}),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  };

  const refuseWhenOpen = (): void => {
    if (policy.state === CircuitState.Isolated) refuse('calls to it are switched off');
    // Without this, cockatiel lets other callers wait for the probe, beyond their deadline.
    if (policy.state === CircuitState.HalfOpen)
      refuse('a first call tries whether it is back', options.halfOpenAfterMs);
    const left = pause.remaining();
    if (policy.state === CircuitState.Open && left > 0) refuse('calls to it failed', Math.ceil(left));
  };

  return {
    get state() {
      return STATES[policy.state];
    },
    refuseWhenOpen,
    get isProbeDue() {
      return policy.state === CircuitState.Open;
    },
    async probe(work) {
      refuseWhenOpen();
      try {
        await policy.execute(work);
      } catch {
        refuse('it does not answer yet', options.halfOpenAfterMs);
      }
    },
    async run(work, mayBlame) {
      refuseWhenOpen();
      try {
        const outcome = await policy.execute(() => answerOf(work, mayBlame));
        if (!outcome.refused) return outcome.value;
        throw outcome.error;
      } catch (error) {
        throw unwrapped(error);
      }
    },
    open() {
      heldOpen ??= policy.isolate();
    },
    close() {
      const held = heldOpen ?? policy.isolate();
      heldOpen = undefined;
      held.dispose();
      failures.reset();
    },
  };
};

type Answer<T> =
  | { readonly refused: false; readonly value: T }
  | { readonly refused: true; readonly error: unknown };

/** A refusal by the store goes past the breaker as an answer, since it shows that the store is there. */
const answerOf = async <T>(
  work: () => Promise<T>,
  mayBlame: (error: unknown) => boolean,
): Promise<Answer<T>> => {
  try {
    return { refused: false, value: await work() };
  } catch (error) {
    const blame = mayBlame(error) ? blameFor(error) : 'nobody';
    if (blame === 'caller') return { refused: true, error };
    throw blame === 'store' ? error : new Blameless(error);
  }
};

/** Carries past the count of failures what says nothing of the store. */
class Blameless {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

const unwrapped = (error: unknown): unknown => (error instanceof Blameless ? error.error : error);

/**
 * How long the breaker stays open, on the monotonic clock. cockatiel compares `duration` with the time of day, which
 * may be set back by hours: this one is over, or it is endless.
 */
const pauseOf = (ms: number): IBackoff<unknown> & { remaining(): number } => {
  let until = 0;
  const remaining = (): number => Math.max(0, until - performance.now());
  return {
    remaining,
    get duration() {
      return remaining() === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    },
    next() {
      until = performance.now() + ms;
      return this;
    },
  };
};
