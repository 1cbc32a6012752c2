const TICK_MS = 10;
/** Clocks drift apart by so little while a reading is used. */
const SLACK_MS = 5;
const ROUGH_MS = 20;

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
  /** How long the question took that the offset is from: it may be wrong by half of that. */
  #roughMs = Number.POSITIVE_INFINITY;

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

  /**
   * `serverMs` was read between the two moments of `performance.now()`, nobody knows when: on a busy machine the answer may have
   * waited for a second. So a rough reading takes the place of a better one only where that one cannot be true.
   */
  follow(serverMs: number, sentAt: number, receivedAt: number): void {
    const tookMs = receivedAt - sentAt;
    const offset = this.#serverOffset;
    const agrees =
      offset !== undefined &&
      serverMs >= sentAt + offset - SLACK_MS &&
      serverMs <= receivedAt + offset + SLACK_MS;
    if (agrees && tookMs > this.#roughMs) return;
    this.#serverOffset = serverMs - (sentAt + receivedAt) / 2;
    this.#roughMs = tookMs;
  }

  /** Worth asking again soon. */
  get isRough(): boolean {
    return this.#roughMs > ROUGH_MS;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
