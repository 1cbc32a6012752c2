import type { KeyObject } from 'node:crypto';
import type { Graph } from '@graphkeep/models';
import type { Access, Codec, Engine, Run } from './engine/engine.ts';
import type { Owner } from './statements/scope.ts';
import type { TransactionOptions } from './transaction/options.ts';

/** What a repository stands on: a way to run work in a transaction, its own or one that is open. */
export interface Ground {
  readonly graph: Graph;
  readonly engine: Engine['kind'];
  /** Encrypts and decrypts too; it knows a field by the object in its definition. */
  readonly codec: Codec;
  readonly owner: Owner;
  readonly now: () => Date;
  /** Signs the cursors of pages. */
  readonly cursorKey: KeyObject;
  /** Told that a transaction has an entry for the journal, before it commits. */
  readonly recorded: () => void;
  /** Runs one read by itself, or in the transaction that is open around it. */
  readonly read: Run;
  /** Runs several statements: all are kept, or none. Within an open transaction they join it. */
  readonly transaction: <T>(
    access: Access,
    work: (run: Run) => Promise<T>,
    options?: TransactionOptions,
  ) => Promise<T>;
  /** The open transaction that a statement would join, by identity; undefined where there is none. */
  readonly current: () => object | undefined;
}
