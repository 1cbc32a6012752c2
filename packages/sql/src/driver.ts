import { currentContext } from '@graphkeep/core';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Session, SqlEngine, StatementOptions } from './engine/session.ts';
import type { Watch } from './watch.ts';

export interface DriverOptions {
  readonly engine: SqlEngine;
  readonly waitMs: number;
  readonly commandMs: number;
  readonly watch: Watch;
}

/** Kysely over an engine: every statement ends at the deadline of the request that it is for. */
export const dialectOf = (options: DriverOptions): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new EngineDriver(options),
  createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

class EngineConnection implements DatabaseConnection {
  readonly session: Session;
  readonly #options: DriverOptions;
  /** The transaction's number at the server, known just before its commit: by it a lost answer is found out. */
  transaction: string | undefined;

  constructor(session: Session, options: DriverOptions) {
    this.session = session;
    this.#options = options;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = await this.#options.watch(sql, () =>
      this.session.query(sql, parameters, limitsOf(this.#options.commandMs)),
    );
    return {
      // What a row is was said where the statement was built.
      rows: rows as R[],
      ...(affected !== undefined && { numAffectedRows: BigInt(affected) }),
    };
  }

  // biome-ignore lint/correctness/useYield: it always throws
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TypeError(
      'Read many rows page by page: a stream would hold a connection for as long as its reader likes.',
    );
  }
}

/** A commit was sent, and its answer never came. */
export class CommitLost extends Error {
  /** Undefined where the transaction had changed nothing, or its number cannot be asked for. */
  readonly transaction: string | undefined;

  constructor(transaction: string | undefined, cause: unknown) {
    super('The answer to a commit was lost.', { cause });
    this.transaction = transaction;
  }
}

class EngineDriver implements Driver {
  readonly #options: DriverOptions;

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<EngineConnection> {
    const { engine, waitMs } = this.#options;
    const { timeoutMs, signal } = limitsOf(waitMs);
    return new EngineConnection(await engine.acquire(timeoutMs, signal), this.#options);
  }

  async beginTransaction(
    connection: DatabaseConnection,
    { isolationLevel, accessMode }: TransactionSettings,
  ): Promise<void> {
    const isolation = isolationLevel === undefined ? '' : ` ISOLATION LEVEL ${isolationLevel.toUpperCase()}`;
    const access = accessMode === undefined ? '' : ` ${accessMode.toUpperCase()}`;
    await connection.executeQuery(CompiledQuery.raw(`BEGIN${isolation}${access}`));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    if (!(connection instanceof EngineConnection))
      throw new TypeError('This connection is of another driver.');
    if (this.#options.engine.kind === 'postgres') {
      const { rows } = await connection.executeQuery<{ id: string | null }>(
        CompiledQuery.raw(TRANSACTION_ID),
      );
      connection.transaction = rows[0]?.id ?? undefined;
    }
    try {
      await connection.executeQuery(CompiledQuery.raw('COMMIT'));
    } catch (error) {
      if (connection.session.usable) throw error;
      throw new CommitLost(connection.transaction, error);
    }
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A connection that is given up is rolled back by its end.
    if (!(connection instanceof EngineConnection) || !connection.session.usable) return;
    await connection.executeQuery(CompiledQuery.raw('ROLLBACK'));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof EngineConnection) await this.#options.engine.release(connection.session);
  }

  async destroy(): Promise<void> {
    await this.#options.engine.close();
  }
}

/** Null where the transaction has changed nothing: then it is all one whether it was kept. */
const TRANSACTION_ID = 'SELECT pg_current_xact_id_if_assigned()::text AS id';

const limitsOf = (ms: number): StatementOptions => {
  const deadline = currentContext()?.deadline;
  return { timeoutMs: Math.max(1, Math.min(ms, deadline?.remaining() ?? ms)), signal: deadline?.signal };
};
