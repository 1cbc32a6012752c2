/**
 * Gathers what is asked for in one turn of the event loop, and sends it as one. Many callers share the cost of a command: each
 * alone pays for a promise, a time-out and a write to the socket.
 */
export class Batch<T, R> {
  readonly #send: (items: readonly T[]) => Promise<readonly R[]>;
  readonly #limit: number;
  #items: T[] = [];
  #waiting: PromiseWithResolvers<R>[] = [];

  constructor(limit: number, send: (items: readonly T[]) => Promise<readonly R[]>) {
    this.#limit = limit;
    this.#send = send;
  }

  add(item: T): Promise<R> {
    const waiting = Promise.withResolvers<R>();
    this.#items.push(item);
    this.#waiting.push(waiting);
    if (this.#items.length === 1) process.nextTick(() => void this.flush());
    if (this.#items.length >= this.#limit) void this.flush();
    return waiting.promise;
  }

  /** Sends what has been gathered, so that what is sent next comes after it. */
  async flush(): Promise<void> {
    const items = this.#items;
    const waiting = this.#waiting;
    if (items.length === 0) return;
    this.#items = [];
    this.#waiting = [];
    try {
      const results = await this.#send(items);
      for (const [i, { resolve, reject }] of waiting.entries()) {
        const result = results[i];
        if (result === undefined) reject(new Error('Redis gave no answer to a part of a command.'));
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}
