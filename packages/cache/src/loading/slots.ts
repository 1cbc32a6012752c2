import { GraphkeepError } from '@graphkeep/core';

/** So many loads run at once over all types: while Redis is away, they all go to the store behind it. */
export class Slots {
  readonly #limit: number;
  readonly #queueLimit: number;
  #inUse = 0;
  readonly #queue = new Set<() => void>();

  constructor(limit: number, queueLimit: number) {
    this.#limit = limit;
    this.#queueLimit = queueLimit;
  }

  get inUse(): number {
    return this.#inUse;
  }

  get queued(): number {
    return this.#queue.size;
  }

  async take(signal: AbortSignal): Promise<void> {
    if (this.#inUse < this.#limit) {
      this.#inUse += 1;
      return;
    }
    if (this.#queue.size >= this.#queueLimit)
      throw new GraphkeepError(
        'overloaded',
        `${this.#limit} loads are running and ${this.#queueLimit} are waiting.`,
      );
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      this.#queue.delete(enter);
      reject(signal.reason);
    };
    const enter = (): void => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#queue.add(enter);
    await promise;
  }

  leave(): void {
    const [next] = this.#queue;
    if (next === undefined) {
      this.#inUse -= 1;
      return;
    }
    this.#queue.delete(next);
    next();
  }
}
