import { GraphkeepError } from '@graphkeep/core';

interface Wait {
  readonly until: number;
  readonly giveUp: () => void;
  over: boolean;
}

/** One deadline of the same length for many calls, with one timer for all of them. */
export class Deadlines {
  readonly #ms: number;
  #waits: Wait[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  within<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const wait: Wait = {
        until: performance.now() + this.#ms,
        over: false,
        giveUp: () => reject(new GraphkeepError('timeout', `Redis did not answer within ${this.#ms} ms.`)),
      };
      this.#waits.push(wait);
      this.#timer ??= this.#arm(this.#ms);
      work.then(
        (value) => {
          wait.over = true;
          resolve(value);
        },
        (error: unknown) => {
          wait.over = true;
          reject(error);
        },
      );
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #arm(ms: number): NodeJS.Timeout {
    // After the timer the answers that have come are read, since a busy loop runs late timers first.
    return setTimeout(() => setImmediate(() => this.#sweep()), Math.max(1, Math.ceil(ms)));
  }

  #sweep(): void {
    const now = performance.now();
    let done = 0;
    for (const wait of this.#waits) {
      if (!wait.over) {
        if (wait.until > now) break;
        wait.giveUp();
      }
      done += 1;
    }
    this.#waits = this.#waits.slice(done);
    const [next] = this.#waits;
    this.#timer = next === undefined ? undefined : this.#arm(next.until - now);
  }
}
