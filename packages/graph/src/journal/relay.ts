import type { Engine } from '../engine/engine.ts';
import { acquireLease, type Lease } from '../lease.ts';
import { BATCH, hasPending, JOURNAL, LeaseLost, numberEntries, returningFor } from './numbering.ts';
import { Pace } from './pace.ts';

interface RelayOptions {
  /** How long a relay that is dead or frozen holds the others off. */
  readonly leaseMs: number;
  /** The longest wait between two looks while nothing happens. */
  readonly idleMs: number;
  readonly onNumbered: (last: number) => void;
  /** Between batches, while the lease is held. */
  readonly onIdle: () => Promise<void>;
}

export interface Relay {
  /** Looks soon, since something is about to be committed. */
  wake(): void;
  /** Whether nobody else numbers, as far as this process knows. */
  readonly leads: boolean;
  /** The error of the last look; undefined where it went well. */
  readonly failure: unknown;
  stop(): Promise<void>;
}

const CALL_MS = 5_000;
/** Between two batches: fewer and larger ones leave more of the store to the writers. */
const BUSY_MS = 15;

/** Numbers what was committed for as long as it holds the lease, and waits for the lease where another has it. */
export const startRelay = (engine: Engine, options: RelayOptions): Relay => {
  const pace = new Pace();
  let stopping = false;
  let woken = false;
  let idling = false;
  let lease: Lease | undefined;
  let renewedAt = 0;
  let failure: unknown;

  const call = () => ({ signal: AbortSignal.timeout(CALL_MS), timeoutMs: CALL_MS });

  const look = async (): Promise<Found> => {
    if (!lease) {
      lease = await acquireLease(
        engine,
        { name: JOURNAL, ttlMs: options.leaseMs, returning: returningFor(engine.kind) },
        call(),
      );
      if (!lease) return 'no lease';
      renewedAt = performance.now();
    }
    const due = performance.now() - renewedAt > options.leaseMs / 3;
    if (!due && !(await hasPending(engine, call()))) {
      await options.onIdle();
      return 'nothing';
    }
    const { count, last } = await numberEntries(engine, lease, call());
    renewedAt = performance.now();
    if (count === 0) return 'nothing';
    options.onNumbered(last);
    return count === BATCH ? 'a full batch' : 'some';
  };

  const lookSafely = async (): Promise<Found> => {
    try {
      const found = await look();
      failure = undefined;
      return found;
    } catch (error) {
      if (error instanceof LeaseLost) lease = undefined;
      else failure = error;
      return 'no lease';
    }
  };

  const run = async () => {
    for (let idleMs = 0; !stopping; ) {
      woken = false;
      const found = await lookSafely();
      // A wait holds no process: one that ends now would not live to see the end of it.
      if (stopping) return;
      if (found === 'a full batch') continue;
      await pace.wait(found === 'no lease' ? options.leaseMs / 4 : BUSY_MS);
      idleMs = found === 'nothing' ? Math.min(idleMs * 2 + 1, options.idleMs) : 0;
      if (woken || stopping || idleMs === 0) continue;
      idling = true;
      await pace.wait(idleMs);
      idling = false;
    }
  };
  const running = run();

  return {
    wake: () => {
      woken = true;
      if (idling) pace.cut();
    },
    get leads() {
      return lease !== undefined;
    },
    get failure() {
      return failure;
    },
    stop: async () => {
      stopping = true;
      pace.cut();
      await running;
      await lease?.release(call()).catch(() => {});
    },
  };
};

type Found = 'a full batch' | 'some' | 'nothing' | 'no lease';
