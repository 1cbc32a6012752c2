import type { Kysely, Transaction } from 'kysely';
import type { Capabilities } from './capabilities.ts';
import type { PoolStatistics } from './engine/session.ts';
import type { Insight } from './insight/insight.ts';

export interface WriteOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** The caller's name for this very change: it is made once, and the answer of the first time is given again. */
  readonly idempotencyKey?: string;
  /** What is asked for, as plain data: the same key with another request is refused. */
  readonly request?: unknown;
}

export interface LockedOptions {
  /** How long each of its statements may take, here; a server has a time-out of its own. @default that of the store */
  readonly commandMs?: number;
}

/** Rows, on a PostgreSQL of any kind. */
export interface SqlStore<DB> {
  readonly kind: 'postgres' | 'embedded';
  /** What the server can do beyond plain PostgreSQL; asked until it has TimescaleDB. */
  capabilities(): Promise<Capabilities>;
  /** Only reads: it is tried again where the store was away for a moment, and may go to a replica. */
  read<T>(work: (db: Kysely<DB>) => Promise<T>): Promise<T>;
  /**
   * All of the work or nothing, in one transaction. It may run more than once, where nothing of it was kept: let it touch
   * nothing else. Where the answer to its commit is lost, the server is asked whether it was kept.
   */
  write<T>(work: (transaction: Transaction<DB>) => Promise<T>, options?: WriteOptions): Promise<T>;
  /** Runs the work while no other process runs work under this name; undefined where another one does. */
  locked<T>(
    name: string,
    work: (db: Kysely<DB>) => Promise<T>,
    options?: LockedOptions,
  ): Promise<{ readonly value: T } | undefined>;
  readonly insight: Insight;
  pool(): PoolStatistics;
  ping(): Promise<void>;
  close(): Promise<void>;
}
