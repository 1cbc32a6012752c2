import { GraphkeepError } from '@graphkeep/core';
import type pg from 'pg';
import { toGraphkeepError } from '../errors.ts';
import type { Session, SqlResult, StatementOptions } from '../session.ts';

/** How long the server may take to be told that a statement is to end. */
const CANCEL_MS = 1_000;

const statements = new WeakMap<pg.PoolClient, number>();

export class PostgresSession implements Session {
  readonly #client: pg.PoolClient;
  readonly #pool: pg.Pool;
  usable = true;

  constructor(client: pg.PoolClient, pool: pg.Pool) {
    this.#client = client;
    this.#pool = pool;
    client.on('error', this.#broke);
  }

  /** How many statements its connection has carried out. */
  get statements(): number {
    return statements.get(this.#client) ?? 0;
  }

  release(worn: boolean): void {
    this.#client.off('error', this.#broke);
    this.#client.release(worn);
  }

  query(text: string, params: readonly unknown[], options: StatementOptions): Promise<SqlResult> {
    statements.set(this.#client, this.statements + 1);
    const { timeoutMs, signal } = options;
    return new Promise((resolve, reject) => {
      const abandon = (reason: Error): void => {
        settle();
        this.#abandon();
        reject(reason);
      };
      const stop = (): void => abandon(toGraphkeepError(signal?.reason));
      const timer = setTimeout(() => abandon(late(timeoutMs)), timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      };
      if (signal?.aborted) return stop();
      signal?.addEventListener('abort', stop, { once: true });
      this.#client.query<Record<string, unknown>>({ text, values: [...params] }).then(
        ({ rows, rowCount }) => {
          settle();
          resolve({ rows, affected: rowCount ?? undefined });
        },
        (error: unknown) => {
          settle();
          // What the server itself refuses leaves the connection as good as it was.
          if (!isFromServer(error)) this.usable = false;
          reject(toGraphkeepError(error));
        },
      );
    });
  }

  /** A connection tells that it broke by an event, too, and without a listener that would end the process. */
  readonly #broke = (): void => {
    this.usable = false;
  };

  /**
   * Its answer would be taken for that of the next statement, so this connection is of no more use. What runs at the server is
   * ended by another one: it would hold its locks until the time-out that the server knows.
   */
  #abandon(): void {
    this.usable = false;
    const { processID } = this.#client as pg.PoolClient & { readonly processID?: number };
    if (processID === undefined || this.#pool.ended) return;
    const cancel = { text: 'SELECT pg_cancel_backend($1)', values: [processID], query_timeout: CANCEL_MS };
    this.#pool.query(cancel).catch(() => {});
  }
}

const late = (ms: number): GraphkeepError =>
  new GraphkeepError('timeout', `PostgreSQL did not answer within ${Math.round(ms)} ms.`);

const isFromServer = (error: unknown): boolean =>
  error instanceof Error && 'severity' in error && error.severity === 'ERROR';
