import { setTimeout as delay } from 'node:timers/promises';
import type { RedisConnection } from '../redis/connection.ts';
import { redisError } from '../redis/errors.ts';
import { type BreakerOptions, FailureRate } from './breaker.ts';

export type LinkState = 'ready' | 'probing' | 'away';

/**
 * Whether Redis is asked at all. It is not while it is disconnected, after too many failures, and not before `prepare` has
 * succeeded: one probe at a time, which also brings over what could not be said in the meantime.
 */
export class RedisLink {
  ready = false;
  connections = 0;
  /** When the connection was lost last. */
  lostAt: number | undefined;
  failures = 0;
  readonly #connection: RedisConnection;
  readonly #prepare: () => Promise<void>;
  readonly #rate: FailureRate;
  readonly #pauseMs: number;
  readonly #stopped = new AbortController();
  readonly #unsubscribe: readonly (() => void)[];
  #recovery: Promise<void> | undefined;

  constructor(connection: RedisConnection, options: BreakerOptions, prepare: () => Promise<void>) {
    this.#connection = connection;
    this.#prepare = prepare;
    this.#rate = new FailureRate(options);
    this.#pauseMs = options.halfOpenAfterMs ?? 1_000;
    this.#unsubscribe = [
      connection.onConnect(() => this.#recover()),
      connection.onDisconnect(() => {
        this.ready = false;
        this.lostAt ??= performance.now();
      }),
    ];
    if (connection.connected) this.#recover();
  }

  get state(): LinkState {
    if (this.ready) return 'ready';
    return this.#recovery === undefined ? 'away' : 'probing';
  }

  succeeded(): void {
    this.#rate.succeeded();
  }

  /** Counts what says that Redis is away or too slow. An answer, even a refusal, shows that it is there. */
  failed(error: unknown): void {
    this.failures += 1;
    const { code } = redisError(error, true);
    if (code !== 'unavailable' && code !== 'timeout') return;
    if (!this.#rate.failed() || !this.ready) return;
    this.ready = false;
    this.#recover(this.#pauseMs);
  }

  stop(): void {
    this.ready = false;
    this.#stopped.abort();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #recover(afterMs = 0): void {
    this.#recovery ??= this.#tryUntilReady(afterMs).finally(() => {
      this.#recovery = undefined;
      // It came back while the last try was ending.
      if (this.#connection.connected && !this.ready && !this.#stopped.signal.aborted)
        this.#recover(this.#pauseMs);
    });
  }

  async #tryUntilReady(afterMs: number): Promise<void> {
    const { signal } = this.#stopped;
    let pauseMs = afterMs;
    while (!signal.aborted) {
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted || !this.#connection.connected) return;
      try {
        await this.#prepare();
        if (signal.aborted || !this.#connection.connected) return;
        this.#rate.reset();
        this.connections += 1;
        this.lostAt = undefined;
        this.ready = true;
        return;
      } catch {
        this.failures += 1;
        pauseMs = this.#pauseMs * (0.5 + Math.random());
      }
    }
  }
}
