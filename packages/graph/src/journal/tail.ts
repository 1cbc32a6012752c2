import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

interface Waiting {
  readonly beyond: number;
  readonly go: () => void;
}

interface TailOptions {
  readonly last: () => Promise<number>;
  /** Between two looks. */
  readonly everyMs: number;
  /** Whether whoever numbers tells of it here by `reached`, so that a look only finds who was replaced without a word. */
  readonly isTold: () => boolean;
}

const TOLD_MS = 500;

/** Where the journal ends, looked up for all who wait together. */
export class Tail {
  readonly #options: TailOptions;
  readonly #waiting = new Set<Waiting>();
  readonly #closing = new AbortController();
  #looking = false;
  #known = 0;
  /** A look for all must not end with the request of whoever came first. */
  readonly #outside = AsyncLocalStorage.snapshot();

  constructor(options: TailOptions) {
    this.#options = options;
  }

  /** The last entry that anybody told of. A store that was restored may have gone back behind it. */
  get known(): number {
    return this.#known;
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
    this.#known = last;
    this.#wake(last);
  }

  close(): void {
    this.#closing.abort();
  }

  #wake(last: number): void {
    for (const waiting of this.#waiting) if (waiting.beyond < last) waiting.go();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#waiting.size > 0) {
        await this.#options.last().then(
          (last) => this.reached(last),
          // Whoever reads next is told what is wrong with the store.
          () => this.#wake(Number.POSITIVE_INFINITY),
        );
        await this.#rest();
      }
    } finally {
      this.#looking = false;
    }
  }

  async #rest(): Promise<void> {
    const { everyMs, isTold } = this.#options;
    const until = performance.now() + TOLD_MS;
    while (this.#waiting.size > 0) {
      await sleep(everyMs, undefined, { ref: false });
      // Who waits for what is known already could not see it yet.
      const isAhead = [...this.#waiting].some(({ beyond }) => beyond < this.#known);
      if (isAhead || !isTold() || performance.now() > until) return;
    }
  }
}
