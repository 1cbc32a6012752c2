import type { Graph } from '@graphkeep/models';
import type { Access, Codec, Run } from './engine/engine.ts';
import type { Owner } from './statements/where.ts';

/** What a repository stands on: a way to run work in a transaction, its own or one that is open. */
export interface Ground {
  readonly graph: Graph;
  readonly codec: Codec;
  readonly owner: Owner;
  readonly now: () => Date;
  /** Runs one read by itself. */
  readonly read: Run;
  readonly transaction: <T>(access: Access, work: (run: Run) => Promise<T>) => Promise<T>;
}
