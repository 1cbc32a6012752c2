const TICK_MS = 10;

/**
 * Three readings. `coarse`: for hits, up to 10 ms old, since reading a clock costs as much as the hit itself. `local`:
 * never set back. `shared`: the time of the Redis server, by which all processes agree on when an entry ends, whatever
 * their own clocks say.
 */
export class Clock {
  readonly #injected: (() => number) | undefined;
  readonly #origin = Date.now() - performance.now();
  readonly #timer: NodeJS.Timeout | undefined;
  #tick: number;
  #serverOffset: number | undefined;

  constructor(injected?: () => number) {
    this.#injected = injected;
    this.#tick = this.local();
    if (injected === undefined) {
      this.#timer = setInterval(() => this.refresh(), TICK_MS);
      this.#timer.unref();
    }
  }

  coarse(): number {
    return this.#injected === undefined ? this.#tick : this.#injected();
  }

  /** A loop of hits alone never comes to the timer: who makes it calls this now and then. */
  refresh(): void {
    this.#tick = this.local();
  }

  local(): number {
    return this.#injected === undefined ? this.#origin + performance.now() : this.#injected();
  }

  shared(): number {
    return this.local() + this.sharedAhead();
  }

  /** What to add to a local time to have it in shared time. An injected clock is taken as shared already. */
  sharedAhead(): number {
    return this.#injected === undefined && this.#serverOffset !== undefined
      ? this.#serverOffset - this.#origin
      : 0;
  }

  /** The server's own time now, also under an injected clock. Undefined before the first `follow`. */
  server(): number | undefined {
    return this.#serverOffset === undefined ? undefined : performance.now() + this.#serverOffset;
  }

  /** `serverMs` was read between the two moments of `performance.now()`. */
  follow(serverMs: number, sentAt: number, receivedAt: number): void {
    this.#serverOffset = serverMs - (sentAt + receivedAt) / 2;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
