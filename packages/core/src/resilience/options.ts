import type { Metrics } from '../metrics.ts';
import type { Guard } from './guard.ts';

export interface GuardOptions {
  /** How long one call may take in all, retries and waiting included; the request's own deadline may be earlier. */
  readonly timeoutMs: number;
  /** @default 3 attempts, 50 ms doubling up to 1 s */
  readonly retry?: RetryOptions;
  /** @default opens after 5 failures in a row, or half of at least 10 calls in 10 s; a probe after 1 s */
  readonly breaker?: BreakerOptions;
  /** @default no limit */
  readonly bulkhead?: BulkheadOptions;
  readonly metrics?: Metrics;
  /**
   * Asks whether what was away is back. A call that tries it instead may take long on a store that has just begun, and all
   * others are refused meanwhile.
   * @default the next call tries it
   */
  readonly probe?: (signal: AbortSignal) => Promise<unknown>;
  /** Told of the guard once, for whoever switches it by hand. */
  readonly register?: (name: string, guard: Guard) => void;
}

export interface RetryOptions {
  /** Retries after the first try. */
  readonly attempts: number;
  readonly delayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
}

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** The share of failures within the window that opens it. */
  readonly rate: number;
  readonly windowMs: number;
  readonly halfOpenAfterMs: number;
  /**
   * Calls within the window below which the share says nothing.
   * @default 10
   */
  readonly minimumCalls?: number;
}

export interface BulkheadOptions {
  /** Calls that run at once. */
  readonly limit: number;
  /** Calls that wait beyond those. */
  readonly queue: number;
  /** Places that plain calls leave to those that go ahead; and calls that hold theirs, to plain ones as well. @default 0 */
  readonly leave?: number;
  /** How long a call waits for a place. @default until its deadline */
  readonly waitMs?: number;
  /** What who waited in vain is told. */
  readonly busy?: () => string;
}

/**
 * `holding`: keeps its place while it waits for other calls. `ahead`: such a call waits for it, or it must not be kept
 * waiting by the others for another reason.
 */
export type Rank = 'holding' | 'plain' | 'ahead';
