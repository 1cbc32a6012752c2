import type { PendingChange } from './replay-queue.ts';

const LIMIT = 10_000;
const WINDOW_MS = 2_000;

/**
 * The last changes that Redis confirmed. A server confirms before its replica has a change, and before it is on disk: when the
 * connection is lost, another one may come back without them. So they are made once more.
 */
export class Aftermath {
  readonly #limit: number;
  #changes: { readonly change: PendingChange; readonly at: number }[] = [];

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  confirmed(change: PendingChange): void {
    this.#changes.push({ change, at: performance.now() });
    if (this.#changes.length > 2 * this.#limit) this.#changes = this.#changes.slice(-this.#limit);
  }

  /** What may have been lost with a connection. */
  take(lostAt: number): readonly PendingChange[] {
    const doubtful = this.#changes.slice(-this.#limit).filter(({ at }) => at > lostAt - WINDOW_MS);
    this.#changes = [];
    return doubtful.map(({ change }) => change);
  }
}
