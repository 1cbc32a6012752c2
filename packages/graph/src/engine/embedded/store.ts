import grafeo from '@grafeo-db/js';
import { GraphkeepError } from '@graphkeep/core';
import { paceCheckpoints } from './checkpoints.ts';
import type { Answer, Database, Executor } from './database.ts';
import { openFolder } from './folder.ts';
import { Runaways } from './runaways.ts';

export interface StoreOptions {
  /** Where the graph is kept; undefined keeps it in memory. */
  readonly folder: string | undefined;
  /**
   * How many queries may run on after their deadline before new work is refused.
   * @default 2
   */
  readonly mostRunaways?: number;
}

/** More changes than this are committed on a thread of the engine: 20,000 block the caller's for 75 ms. */
const COMMITTED_HERE = 2_000;

/** One database of this process, shared by the engine and the drivers over it. */
export class Store {
  readonly database: Database;
  readonly #checkpoints: { stop(): void } | undefined;
  readonly #runaways: Runaways;
  #closed = false;

  constructor({ folder, mostRunaways = 2 }: StoreOptions) {
    this.database = folder === undefined ? grafeo.GrafeoDB.create() : openFolder(folder);
    this.#checkpoints = folder === undefined ? undefined : paceCheckpoints(this.database);
    this.#runaways = new Runaways(mostRunaways);
  }

  /** Runs a statement by itself: it commits when it ends. */
  run(text: string, params: unknown, signal: AbortSignal): Promise<Answer> {
    return this.watch(signal, this.database, text, params);
  }

  begin(): StoreTransaction {
    this.#assertOpen();
    return new StoreTransaction(this, this.database.beginTransaction());
  }

  async watch(signal: AbortSignal, executor: Executor, text: string, params: unknown): Promise<Answer> {
    this.#assertOpen();
    return this.#runaways.watch(signal, () => executor.executeCypher(text, params));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#checkpoints?.stop();
    this.database.close();
  }

  #assertOpen(): void {
    if (this.#closed) throw new GraphkeepError('unavailable', 'The embedded graph is closed.');
  }
}

type Open = ReturnType<Database['beginTransaction']>;

/** A transaction that a failed statement ends: the engine itself would commit the rest. */
export class StoreTransaction {
  readonly #store: Store;
  readonly #open: Open;
  readonly #running = new Set<Promise<unknown>>();
  #changes = 0;
  #failure: { readonly error: unknown } | undefined;
  #ended = false;

  constructor(store: Store, open: Open) {
    this.#store = store;
    this.#open = open;
  }

  get isOpen(): boolean {
    return !this.#ended;
  }

  async run(text: string, params: unknown, signal: AbortSignal): Promise<Answer> {
    this.#assertUsable();
    const { counters, answer } = await this.#watched(text, params, signal);
    this.#changes +=
      counters.nodesCreated + counters.edgesCreated + counters.propertiesSet + counters.nodesDeleted;
    return answer;
  }

  async #watched(text: string, params: unknown, signal: AbortSignal) {
    const executor: Executor = {
      executeCypher: (statement, values) => {
        const work = this.#open.executeCypher(statement, values);
        const settled = work.then(
          () => {},
          () => {},
        );
        this.#running.add(settled);
        void settled.then(() => this.#running.delete(settled));
        return work;
      },
    };
    try {
      const answer = await this.#store.watch(signal, executor, text, params);
      return { answer, counters: answer.counters };
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  /** Whatever is done with it from now on, it cannot commit. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  async commit(): Promise<void> {
    this.#assertUsable();
    this.#ended = true;
    try {
      if (this.#changes > COMMITTED_HERE) await this.#open.execute('COMMIT');
      else this.#open.commit();
    } catch (error) {
      await this.#rollBackWhenIdle();
      throw error;
    }
  }

  /** Never throws, and leaves a query that still runs to its end before it rolls back. */
  rollback(): void {
    if (this.#ended) return;
    this.#ended = true;
    void this.#rollBackWhenIdle();
  }

  async #rollBackWhenIdle(): Promise<void> {
    if (this.#running.size > 0) await Promise.all(this.#running);
    try {
      if (this.#open.isActive) this.#open.rollback();
    } catch {
      // It ended by itself: a conflict rolls back, and so does the closing of the database.
    }
  }

  #assertUsable(): void {
    if (this.#failure) throw this.#failure.error;
    if (this.#ended) throw new GraphkeepError('invalid_input', 'The transaction has ended: begin another.');
  }
}
