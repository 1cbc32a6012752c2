import { GraphkeepError } from '@graphkeep/core';
import { toGraphkeepError } from '../errors.ts';

interface Waiter {
  readonly go: () => void;
}

/** One at a time, in the order of asking. */
export class Turns {
  readonly #queue: Waiter[] = [];
  #busy = false;
  taken = 0;
  waitedMs = 0;

  get waiting(): number {
    return this.#queue.length;
  }
  get busy(): boolean {
    return this.#busy;
  }

  async take(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const began = performance.now();
    if (this.#busy) await this.#wait(waitMs, signal);
    this.#busy = true;
    this.taken += 1;
    this.waitedMs += performance.now() - began;
  }

  give(): void {
    const next = this.#queue.shift();
    if (next) next.go();
    else this.#busy = false;
  }

  #wait(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (reason: Error): void => {
        settle();
        this.#queue.splice(this.#queue.indexOf(waiter), 1);
        reject(reason);
      };
      const stop = (): void => leave(toGraphkeepError(signal?.reason));
      const timer = setTimeout(() => leave(late(waitMs)), waitMs);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      };
      const waiter: Waiter = {
        go: () => {
          settle();
          resolve();
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#queue.push(waiter);
    });
  }
}

const late = (ms: number): GraphkeepError =>
  new GraphkeepError(
    'overloaded',
    `The embedded SQL store was not free within ${Math.round(ms)} ms: it does one thing at a time.`,
  );
