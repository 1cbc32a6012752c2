import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Engine, Row, Run } from './engine/engine.ts';
import { acquireLease, type Lease } from './lease.ts';

/** What the one that leads is told. */
export interface Leadership {
  /** Aborts when another may lead, and when the candidate is closed. */
  readonly signal: AbortSignal;
  /** Within a transaction: answers nothing where another leads, and then nothing of it may be kept. */
  readonly renew: (run: Run) => Promise<Row | undefined>;
}

export interface Candidate {
  readonly leads: boolean;
  /** Steps down once the work has ended, and stands no more. */
  close(): Promise<void>;
}

export interface LeaderOptions {
  /** How long one that is dead or frozen holds the others off. @default 10 s */
  readonly leaseMs?: number;
  /** The work threw, or the store is away; it is tried again. */
  readonly onError?: (error: unknown) => void;
}

const CALL_MS = 5_000;

/**
 * Runs `work` in one process at a time, of all that use the store. When its lease may be over its signal aborts; where the
 * work ends or throws while this one leads it is begun again.
 */
export const standForLeader = (
  engine: Engine,
  name: string,
  work: (leadership: Leadership) => Promise<void>,
  { leaseMs = 10_000, onError = () => {} }: LeaderOptions = {},
): Candidate => {
  const closing = new AbortController();
  let leads = false;
  const call = (): Call => ({ signal: AbortSignal.timeout(CALL_MS), timeoutMs: CALL_MS });
  const pause = (): Promise<void> =>
    sleep((leaseMs / 4) * (0.5 + Math.random()), undefined, { signal: closing.signal }).catch(() => {});

  const lead = async (lease: Lease, askedAt: number): Promise<void> => {
    const held = new Held(engine, lease, leaseMs, askedAt, closing.signal);
    leads = true;
    try {
      while (!held.signal.aborted) {
        await work({ signal: held.signal, renew: lease.renew });
        if (!held.signal.aborted) await pause();
      }
    } finally {
      leads = false;
      held.end();
      await lease.release(call()).catch(() => {});
    }
  };

  const stand = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        const askedAt = performance.now();
        const lease = await acquireLease(engine, { name, ttlMs: leaseMs }, call());
        if (lease) await lead(lease, askedAt);
      } catch (error) {
        if (!closing.signal.aborted) onError(error);
      }
      await pause();
    }
  };
  const standing = stand();
  return {
    get leads() {
      return leads;
    },
    close: async () => {
      closing.abort();
      await standing;
    },
  };
};

/** A lease that is renewed until it is ended or lost. */
class Held {
  readonly #engine: Engine;
  readonly #lease: Lease;
  readonly #leaseMs: number;
  readonly #lost = new AbortController();
  readonly signal: AbortSignal;
  #renewal: NodeJS.Timeout | undefined;
  #over: NodeJS.Timeout | undefined;

  constructor(engine: Engine, lease: Lease, leaseMs: number, askedAt: number, closing: AbortSignal) {
    this.#engine = engine;
    this.#lease = lease;
    this.#leaseMs = leaseMs;
    this.signal = AbortSignal.any([this.#lost.signal, closing]);
    this.#lastsFrom(askedAt);
  }

  end(): void {
    clearTimeout(this.#renewal);
    clearTimeout(this.#over);
    this.#lost.abort();
  }

  #lastsFrom(askedAt: number): void {
    clearTimeout(this.#over);
    this.#over = setTimeout(() => this.end(), Math.max(0, askedAt + this.#leaseMs - performance.now()));
    this.#renewal = setTimeout(() => void this.#renew(), this.#leaseMs / 3);
  }

  async #renew(): Promise<void> {
    const askedAt = performance.now();
    const call = { signal: AbortSignal.timeout(this.#leaseMs), timeoutMs: this.#leaseMs };
    try {
      const row = await this.#engine.transaction('write', (run) => this.#lease.renew(run), call);
      if (this.#lost.signal.aborted) return;
      if (row) this.#lastsFrom(askedAt);
      else this.end();
    } catch {
      // The store is away: the lease lasts as long as it was last promised, and is asked for again.
      if (!this.#lost.signal.aborted)
        this.#renewal = setTimeout(() => void this.#renew(), this.#leaseMs / 10);
    }
  }
}
