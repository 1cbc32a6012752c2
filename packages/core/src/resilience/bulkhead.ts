import type { Deadline } from '../deadline.ts';
import type { GraphkeepError } from '../errors.ts';
import type { BulkheadOptions } from './options.ts';
import { Refusal } from './refusal.ts';

/**
 * A number of places for calls, and a queue in front. A call that gives up leaves the queue at once; in
 * cockatiel's bulkhead it stays until its turn, and keeps others out.
 */
export class Bulkhead {
  readonly #name: string;
  readonly #limit: number;
  readonly #queueLimit: number;
  readonly #queue = new Set<() => void>();
  #inUse = 0;

  constructor(name: string, { limit, queue }: BulkheadOptions) {
    this.#name = name;
    this.#limit = limit;
    this.#queueLimit = queue;
  }

  get inUse(): number {
    return this.#inUse;
  }

  get queued(): number {
    return this.#queue.size;
  }

  async run<T>(work: () => Promise<T>, deadline: Deadline): Promise<T> {
    if (this.#inUse < this.#limit) this.#inUse += 1;
    else await this.#wait(deadline);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Resolves with a place taken over from the call that left it. */
  #wait(deadline: Deadline): Promise<void> {
    if (this.#queue.size >= this.#queueLimit) {
      throw new Refusal(
        'overloaded',
        `${this.#name} is busy: ${this.#limit} calls are running and ${this.#queueLimit} are waiting.`,
      );
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { signal } = deadline;
    const enter = (): void => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = (): void => {
      this.#queue.delete(enter);
      reject(this.#unserved(deadline));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#queue.add(enter);
    return promise;
  }

  /** The call was never made, so that its caller may try again: unlike a time-out, this is retryable. */
  #unserved(deadline: Deadline): GraphkeepError {
    const cause = deadline.errorFor(this.#name);
    if (cause.code !== 'timeout') return cause;
    return new Refusal('overloaded', `${this.#name} is busy: no place became free in time.`, { cause });
  }

  #leave(): void {
    const [next] = this.#queue;
    if (next === undefined) {
      this.#inUse -= 1;
      return;
    }
    this.#queue.delete(next);
    next();
  }
}
