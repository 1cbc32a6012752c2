import { GraphkeepError } from '@graphkeep/core';
import type { Command } from 'ioredis';

interface Wait {
  readonly until: number;
  readonly isOver: () => boolean;
  readonly giveUp: (error: Error) => void;
}

interface CommandWait {
  readonly until: number;
  readonly command: Command;
}

/** One deadline of the same length for many calls, with one timer for all of them. */
export class Deadlines {
  readonly #ms: number;
  #waits: (Wait | CommandWait)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Ends the command itself, which costs a read less than a promise around it. An answer that comes later is dropped. */
  watch(command: Command): void {
    this.#waits.push({ until: performance.now() + this.#ms, command });
    this.#timer ??= this.#arm(this.#ms);
  }

  within<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let over = false;
      const until = performance.now() + this.#ms;
      this.#waits.push({ until, giveUp: reject, isOver: () => over });
      this.#timer ??= this.#arm(this.#ms);
      work.then(
        (value) => {
          over = true;
          resolve(value);
        },
        (error: Error) => {
          over = true;
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
      const isOver = 'command' in wait ? wait.command.isResolved : wait.isOver();
      if (!isOver) {
        if (wait.until > now) break;
        this.#giveUp(wait);
      }
      done += 1;
    }
    this.#waits = this.#waits.slice(done);
    const [next] = this.#waits;
    this.#timer = next === undefined ? undefined : this.#arm(next.until - now);
  }

  #giveUp(wait: Wait | CommandWait): void {
    const error = new GraphkeepError('timeout', `Redis did not answer within ${this.#ms} ms.`);
    if ('command' in wait) wait.command.reject(error);
    else wait.giveUp(error);
  }
}
