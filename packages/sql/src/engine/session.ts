export interface SqlResult {
  readonly rows: readonly Record<string, unknown>[];
  /** Of statements that change rows. */
  readonly affected: number | undefined;
}

export interface StatementOptions {
  /** After it the session is of no more use, and the statement is ended at the server too. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** One connection, which belongs to whoever acquired it. */
export interface Session {
  query(text: string, params: readonly unknown[], options: StatementOptions): Promise<SqlResult>;
  /** False after a statement was left under way, or the connection broke. */
  readonly usable: boolean;
}

export interface PoolStatistics {
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
  /** Since the store was opened. */
  readonly acquired: number;
  readonly replaced: number;
  /** How long callers have waited for a connection, all together. */
  readonly waitedMs: number;
}

/** Where statements are carried out: a server, or PostgreSQL in a worker thread of this process. */
export interface SqlEngine {
  readonly kind: 'postgres' | 'embedded';
  acquire(waitMs: number, signal?: AbortSignal): Promise<Session>;
  release(session: Session): Promise<void>;
  statistics(): PoolStatistics;
  close(): Promise<void>;
}
