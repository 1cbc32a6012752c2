import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

interface Waiting {
  readonly beyond: number;
  readonly go: () => void;
}

/** Where the journal ends, looked up for all who wait together. */
export class Tail {
  readonly #last: () => Promise<number>;
  readonly #everyMs: number;
  readonly #waiting = new Set<Waiting>();
  readonly #closing = new AbortController();
  #looking = false;
  /** A look for all must not end with the request of whoever came first. */
  readonly #outside = AsyncLocalStorage.snapshot();

  constructor(last: () => Promise<number>, everyMs: number) {
    this.#last = last;
    this.#everyMs = everyMs;
  }

  /** Answers once there is an entry after `cursor`, or the signal aborts. */
  beyond(cursor: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const ended = AbortSignal.any([signal, this.#closing.signal]);
      const waiting = {
        beyond: cursor,
        go: () => {
          ended.removeEventListener('abort', waiting.go);
          this.#waiting.delete(waiting);
          resolve();
        },
      };
      if (ended.aborted) return resolve();
      ended.addEventListener('abort', waiting.go, { once: true });
      this.#waiting.add(waiting);
      this.#outside(() => void this.#look());
    });
  }

  /** The relay of this process has come to here. */
  reached(last: number): void {
    for (const waiting of this.#waiting) if (waiting.beyond < last) waiting.go();
  }

  close(): void {
    this.#closing.abort();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#waiting.size > 0) {
        // A store that is away is asked again: who reads next is told what is wrong.
        const last = await this.#last().catch(() => Number.POSITIVE_INFINITY);
        this.reached(last);
        if (this.#waiting.size > 0) await sleep(this.#everyMs, undefined, { ref: false });
      }
    } finally {
      this.#looking = false;
    }
  }
}
