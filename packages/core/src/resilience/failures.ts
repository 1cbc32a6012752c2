import { CircuitState, type IBreaker } from 'cockatiel';
import type { BreakerOptions } from './options.ts';

const SLICES = 10;
const MINIMUM_CALLS = 10;

interface Slice {
  readonly startedAt: number;
  good: number;
  bad: number;
}

/**
 * Says when a breaker opens: after failures in a row, or by their share in a sliding window. The sampling breaker of
 * cockatiel drops one old slice a call, so that after an idle hour it still judges by the failures before it.
 */
export class FailureCount implements IBreaker {
  /** Asked for by the interface, to move a breaker to another process. */
  readonly state = undefined;
  readonly #options: BreakerOptions;
  #inARow = 0;
  #slices: Slice[] = [];

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  success(state: CircuitState): void {
    if (state === CircuitState.HalfOpen) this.reset();
    this.#inARow = 0;
    this.#currentSlice().good += 1;
  }

  failure(): boolean {
    this.#inARow += 1;
    this.#currentSlice().bad += 1;
    return this.#inARow >= this.#options.failures || this.#tooOften();
  }

  reset(): void {
    this.#inARow = 0;
    this.#slices = [];
  }

  #tooOften(): boolean {
    let good = 0;
    let bad = 0;
    for (const slice of this.#slices) {
      good += slice.good;
      bad += slice.bad;
    }
    const { minimumCalls = MINIMUM_CALLS, rate } = this.#options;
    return good + bad >= minimumCalls && bad >= rate * (good + bad);
  }

  #currentSlice(): Slice {
    const now = performance.now();
    const { windowMs } = this.#options;
    const last = this.#slices.at(-1);
    if (last !== undefined && now - last.startedAt < windowMs / SLICES) return last;
    const fresh = { startedAt: now, good: 0, bad: 0 };
    this.#slices = [...this.#slices.filter((slice) => now - slice.startedAt < windowMs), fresh];
    return fresh;
  }
}
