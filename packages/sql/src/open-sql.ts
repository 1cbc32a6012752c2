import { createGuard, GraphkeepError, type GuardOptions, type Secret } from '@graphkeep/core';
import { Kysely, sql, type Transaction } from 'kysely';
import { type Capabilities, readCapabilities } from './capabilities.ts';
import { CommitLost, dialectOf } from './driver.ts';
import { openEmbedded } from './engine/embedded/open-embedded.ts';
import { openPostgres, type PoolOptions } from './engine/postgres/open-postgres.ts';
import type { SqlEngine } from './engine/session.ts';
import { type InsightOptions, openInsight } from './insight/insight.ts';
import { Locks } from './locks.ts';
import { once } from './once.ts';
import type { SqlStore, WriteOptions } from './store.ts';
import { wasKept } from './was-kept.ts';
import { type StatementEvent, watching } from './watch.ts';

export interface SqlOptions {
  /** `memory:`, `file:FOLDER`, or the address of a PostgreSQL server. */
  readonly url: Secret;
  /** A server that follows it, for reads. */
  readonly replica?: Secret;
  /** How a server is reached; of no use to the embedded engine. */
  readonly pool?: Partial<Omit<PoolOptions, 'url'>>;
  /** How long a caller waits for a connection. @default 30 s */
  readonly waitMs?: number;
  /** How long one statement may take. @default 30 s */
  readonly commandMs?: number;
  /** Deadline, retries and breaker of every call. @default a deadline of 30 s */
  readonly guard?: GuardOptions;
  readonly insight?: InsightOptions;
  /** Told of every statement when it ends. */
  readonly onStatement?: (event: StatementEvent) => void;
}

const SECOND = 1_000;

/**
 * Opens an SQL store. Nothing is connected or read before its first use.
 *
 * @example const store = openSql<Tables>({ url: secretOf('file:.graphkeep/sql') });
 */
export const openSql = <DB>(options: SqlOptions): SqlStore<DB> => {
  const {
    waitMs = 30 * SECOND,
    commandMs = 30 * SECOND,
    guard: guardOptions = { timeoutMs: 30 * SECOND },
  } = options;
  const guard = createGuard('sql', guardOptions);
  const insight = openInsight(explain, options.insight);
  const watch = watching((event) => {
    insight.ended(event);
    options.onStatement?.(event);
  });
  const kyselyOf = (engine: SqlEngine, statementMs = commandMs) =>
    new Kysely<DB>({ dialect: dialectOf({ engine, waitMs, commandMs: statementMs, watch }) });
  const engine = engineOf(options.url, options, commandMs);
  const db = kyselyOf(engine);
  const replicas = options.replica && kyselyOf(engineOf(options.replica, options, commandMs));
  const locks = new Locks(engine.kind);
  let known: Promise<Capabilities> | undefined;

  async function explain(text: string): Promise<string | undefined> {
    // Without values only a server can plan it, and only what reads or changes rows has a plan.
    if (engine.kind === 'embedded' || !/^\s*(select|insert|update|delete|with)\b/i.test(text))
      return undefined;
    const { rows } = await sql<Record<string, string>>`EXPLAIN (GENERIC_PLAN) ${sql.raw(text)}`.execute(db);
    return rows.flatMap((row) => Object.values(row)).join('\n');
  }

  /** One try: kept or not, but never in doubt where the server can be asked. */
  const transact = async <T>(
    work: (transaction: Transaction<DB>) => Promise<T>,
    isolation: WriteOptions['isolation'],
  ): Promise<T> => {
    let done: { readonly answer: T } | undefined;
    const begin = db.transaction();
    try {
      return await (isolation ? begin.setIsolationLevel(isolation) : begin).execute(async (transaction) => {
        const answer = await work(transaction);
        done = { answer };
        return answer;
      });
    } catch (error) {
      if (!(error instanceof CommitLost) || !done) throw error;
      const kept =
        engine.kind === 'postgres' && (await wasKept(db, error.transaction).catch(() => undefined));
      if (kept === true) return done.answer;
      if (kept === false)
        throw new GraphkeepError('conflict', 'The server did not keep the transaction.', { cause: error });
      throw new GraphkeepError('uncertain', 'The answer to a commit was lost.', { cause: error });
    }
  };

  const store: SqlStore<DB> = {
    kind: engine.kind,
    capabilities: () => {
      known ??= store
        .read((reader) => readCapabilities(reader as Kysely<unknown>))
        .then((found) => {
          // It may be switched on later.
          if (found.timescale === null) known = undefined;
          return found;
        })
        .catch((error: unknown) => {
          known = undefined;
          throw error;
        });
      return known;
    },
    read: (work) => guard.run(() => work(replicas ?? db), { idempotent: true }),
    write: (work, { isolation, idempotencyKey, request } = {}) =>
      guard.run(
        () =>
          transact(
            (transaction) =>
              idempotencyKey === undefined
                ? work(transaction)
                : once(transaction, { idempotencyKey, request }, () => work(transaction)),
            isolation,
          ),
        // A retryable error has left nothing behind.
        { idempotent: true },
      ),
    locked: (name, work, { commandMs: longer } = {}) =>
      locks.run(longer === undefined ? db : kyselyOf(engine, longer), name, work),
    insight,
    pool: () => engine.statistics(),
    ping: () =>
      guard.run(
        async () => {
          await sql`SELECT 1`.execute(db);
        },
        { idempotent: true },
      ),
    close: async () => {
      await Promise.all([db.destroy(), replicas?.destroy()]);
    },
  };
  return store;
};

const engineOf = (address: Secret, { pool = {} }: SqlOptions, commandMs: number): SqlEngine => {
  const url = address.reveal();
  if (url === 'memory:') return openEmbedded({ folder: undefined });
  if (url.startsWith('file:')) return openEmbedded({ folder: url.slice('file:'.length) });
  return openPostgres({
    url: address,
    poolMin: 5,
    poolMax: 20,
    connectMs: 5 * SECOND,
    idleMs: 300 * SECOND,
    maxLifetimeMs: 3_600 * SECOND,
    maxStatements: 50_000,
    statementMs: commandMs,
    lockMs: 10 * SECOND,
    idleTransactionMs: 60 * SECOND,
    ...pool,
  });
};
