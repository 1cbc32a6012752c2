import { setTimeout as wait } from 'node:timers/promises';

/** What is asked for again and again while somebody listens. */
export interface Question<T> {
  readonly ask: () => Promise<T>;
  readonly everyMs: number;
}

interface Asking<T> {
  listeners: number;
  /** Undefined before the first. */
  latest: { readonly answer: T } | undefined;
  /** Settled by the next answer, which brings another one of these, or by an error, which is the end. */
  next: PromiseWithResolvers<void>;
  readonly ended: AbortController;
}

/** Asks once for all who want to know the same. */
export class SharedAskings<T> {
  readonly #askings = new Map<string, Asking<T>>();

  /**
   * The last answer at once where there is one, then each new one. Whoever is slow is told the latest and not all of them. It
   * ends with the signal, and by an error of the asking, which all who listen are told.
   */
  async *follow(key: string, question: Question<T>, signal: AbortSignal): AsyncGenerator<T, void> {
    if (signal.aborted) return;
    const asking = this.#askings.get(key) ?? this.#begin(key, question);
    asking.listeners += 1;
    const gone = Promise.withResolvers<void>();
    // With the signal, too: whoever stops there may never take another answer.
    const leave = (): void => {
      signal.removeEventListener('abort', leave);
      gone.resolve();
      asking.listeners -= 1;
      if (asking.listeners === 0) this.#end(key, asking);
    };
    signal.addEventListener('abort', leave);
    let told: Asking<T>['latest'];
    try {
      while (!signal.aborted) {
        if (asking.latest && asking.latest !== told) {
          told = asking.latest;
          yield told.answer;
          continue;
        }
        await Promise.race([asking.next.promise, gone.promise]);
        if (asking.ended.signal.aborted) return;
      }
    } finally {
      if (!signal.aborted) leave();
    }
  }

  /** Nobody is told anything more. */
  close(): void {
    for (const [key, asking] of this.#askings) {
      this.#end(key, asking);
      asking.next.resolve();
    }
  }

  #begin(key: string, question: Question<T>): Asking<T> {
    const asking: Asking<T> = {
      listeners: 0,
      latest: undefined,
      next: nextOne(),
      ended: new AbortController(),
    };
    this.#askings.set(key, asking);
    this.#keepAsking(asking, question).catch((error: unknown) => {
      this.#end(key, asking);
      asking.next.reject(error);
    });
    return asking;
  }

  async #keepAsking(asking: Asking<T>, { ask, everyMs }: Question<T>): Promise<void> {
    const { signal } = asking.ended;
    while (!signal.aborted) {
      asking.latest = { answer: await ask() };
      asking.next.resolve();
      asking.next = nextOne();
      // Nothing but its end ends the wait early.
      await wait(everyMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Whoever comes after it begins another one. */
  #end(key: string, asking: Asking<T>): void {
    asking.ended.abort();
    if (this.#askings.get(key) === asking) this.#askings.delete(key);
  }
}

const nextOne = (): PromiseWithResolvers<void> => {
  const next = Promise.withResolvers<void>();
  // Nobody may be waiting when it fails.
  next.promise.catch(() => {});
  return next;
};
