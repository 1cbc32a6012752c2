import { GraphkeepError } from '@graphkeep/core';
import type { EpochMarks } from '../epochs/epoch.ts';

/** What callers of one load are given. */
export interface Answer<V> {
  readonly value: V | null | undefined;
  readonly from: 'memory' | 'redis' | 'load';
  readonly stale: boolean;
  /** Local time of the moment that the value is from. */
  readonly createdAt: number;
  /** What the value depends on. */
  readonly marks: EpochMarks | undefined;
}

/** One load, and all who wait for it. It is aborted when all of them have gone away. */
export class Flight {
  /** Where the order of changes stood when it began. */
  readonly began: number;
  readonly #answer = Promise.withResolvers<Answer<unknown>>();
  /** Made when somebody asks for it: most loads are never aborted. */
  #controller: AbortController | undefined;
  #waiting = 0;
  #answered = false;

  constructor(began: number) {
    this.began = began;
    // Nobody may be left to hear of an error.
    this.#answer.promise.catch(() => {});
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  get answered(): boolean {
    return this.#answered;
  }

  resolve(answer: Answer<unknown>): void {
    this.#answered = true;
    this.#answer.resolve(answer);
  }

  reject(error: unknown): void {
    this.#answered = true;
    this.#answer.reject(error);
  }

  join(signal: AbortSignal | undefined): Promise<Answer<unknown>> {
    this.#waiting += 1;
    return signal === undefined ? this.#answer.promise : this.#joinUntil(signal);
  }

  #joinUntil(signal: AbortSignal): Promise<Answer<unknown>> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting -= 1;
        const { reason } = signal;
        reject(
          new GraphkeepError('cancelled', 'The caller no longer waits for the cached value.', {
            cause: reason,
          }),
        );
        if (this.#waiting === 0 && !this.#answered) this.#abandon(reason);
      };
      if (signal.aborted) {
        leave();
        return;
      }
      signal.addEventListener('abort', leave, { once: true });
      this.#answer.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #abandon(reason: unknown): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }
}
