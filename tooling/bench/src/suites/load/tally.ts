import { GraphkeepApiError } from '@graphkeep/sdk';
import { percentile } from '../../statistics.ts';

interface Failure {
  readonly action: string;
  readonly code: string;
  /** By `performance.now()`, when it was known. */
  readonly at: number;
}

/** What became of the calls, after the client's own retries. */
export class Tally {
  readonly #times: number[] = [];
  readonly failures: Failure[] = [];

  /** `began` is when the caller wanted it: what a slow server makes others wait is part of it. */
  async count(action: string, began: number, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.#times.push(performance.now() - began);
    } catch (error) {
      this.failures.push({ action, code: codeOf(error), at: performance.now() });
    }
  }

  get calls(): number {
    return this.#times.length + this.failures.length;
  }

  /** Of a hundred calls, how many were answered. */
  get answered(): number {
    return (100 * this.#times.length) / Math.max(1, this.calls);
  }

  percentile(percent: number): number {
    return percentile(this.#times, percent);
  }

  /** How often each action failed with each code. */
  summary(): string {
    const counts = new Map<string, number>();
    for (const { action, code } of this.failures) {
      const name = `${action} ${code}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].map(([name, count]) => `${name}: ${count}`).join(', ');
  }
}

const codeOf = (error: unknown): string =>
  error instanceof GraphkeepApiError ? error.code : error instanceof Error ? error.name : String(error);
