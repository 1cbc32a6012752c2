export interface BreakerOptions {
  /** Failures in a row that open it. @default 5 */
  readonly failures?: number;
  /** The share of at least 10 calls in `windowMs` that opens it. @default 0.5 */
  readonly rate?: number;
  /** @default 10_000 */
  readonly windowMs?: number;
  /** How long it stays open before one probe. @default 1_000 */
  readonly halfOpenAfterMs?: number;
}

const SLICES = 10;
const MINIMUM_CALLS = 10;

interface Slice {
  readonly startedAt: number;
  good: number;
  bad: number;
}

/** Says when calls should stop: after failures in a row, or by their share in a sliding window. Success costs an addition. */
export class FailureRate {
  readonly #failures: number;
  readonly #rate: number;
  readonly #windowMs: number;
  #inARow = 0;
  #good = 0;
  #slices: Slice[] = [];

  constructor({ failures = 5, rate = 0.5, windowMs = 10_000 }: BreakerOptions) {
    this.#failures = failures;
    this.#rate = rate;
    this.#windowMs = windowMs;
  }

  succeeded(): void {
    this.#good += 1;
    this.#inARow = 0;
    if (this.#good >= 1_000) this.#slice();
  }

  /** True when it is time to stop. */
  failed(): boolean {
    this.#inARow += 1;
    this.#slice().bad += 1;
    let good = 0;
    let bad = 0;
    for (const slice of this.#slices) {
      good += slice.good;
      bad += slice.bad;
    }
    return (
      this.#inARow >= this.#failures || (good + bad >= MINIMUM_CALLS && bad >= this.#rate * (good + bad))
    );
  }

  reset(): void {
    this.#inARow = 0;
    this.#good = 0;
    this.#slices = [];
  }

  /** The present one; what succeeded since the last call is counted into it. */
  #slice(): Slice {
    const now = performance.now();
    let slice = this.#slices.at(-1);
    if (slice === undefined || now - slice.startedAt >= this.#windowMs / SLICES) {
      slice = { startedAt: now, good: 0, bad: 0 };
      this.#slices = [...this.#slices.filter(({ startedAt }) => now - startedAt < this.#windowMs), slice];
    }
    slice.good += this.#good;
    this.#good = 0;
    return slice;
  }
}
