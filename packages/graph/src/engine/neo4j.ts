import { currentContext, GraphkeepError, type Secret, StartError } from '@graphkeep/core';
import neo4j, { type Driver, type QueryResult, type RecordShape, type Session } from 'neo4j-driver';
import { neo4jCodec } from './codecs.ts';
import type { Access, Engine, Rows, Run, Statement } from './engine.ts';
import { neo4jError, type Phase } from './neo4j-errors.ts';
import { soundRun } from './sound-run.ts';

export interface Neo4jOptions {
  readonly url: string;
  readonly username: string;
  /** Read anew for each connection, so that it may change while the server runs. */
  readonly password?: Secret;
  readonly database?: string;
  readonly poolSize: number;
  readonly acquireMs: number;
  readonly connectMs: number;
  readonly maxLifetimeMs: number;
}

/** Neo4j behind Bolt: one server by `bolt://`, a cluster by `neo4j://`. */
export const openNeo4j = (options: Neo4jOptions): Engine => {
  const driver = createDriver(options);
  // One manager for the process: whatever was written here is seen by the next read from here, on any follower.
  const bookmarkManager = neo4j.bookmarkManager();
  const session = (access: Access): Session =>
    driver.session({
      defaultAccessMode: access === 'read' ? neo4j.session.READ : neo4j.session.WRITE,
      bookmarkManager,
      ...(options.database !== undefined && { database: options.database }),
    });
  const auto = (access: Access, statement: Statement, signal: AbortSignal): Promise<Rows> =>
    withSession(session(access), signal, async (open) =>
      rowsOf(await open.run(statement.text, statement.params, configFor(statement.operation))),
    );
  return {
    kind: 'neo4j',
    codec: neo4jCodec,
    read: (statement, signal) => auto('read', statement, signal),
    transaction: (access, work, signal) =>
      withSession(session(access), signal, (open) => transaction(open, work, signal)),
    define: async (statement, signal) => {
      await auto('write', statement, signal);
    },
    ping: async (signal) => {
      await auto('read', { text: 'RETURN 1 AS `ok`', params: {}, operation: 'ping' }, signal);
    },
    close: () => driver.close(),
  };
};

const createDriver = (options: Neo4jOptions): Driver => {
  const { username, password } = options;
  try {
    return neo4j.driver(
      options.url,
      neo4j.authTokenManagers.basic({
        tokenProvider: async () => neo4j.auth.basic(username, password?.reveal() ?? ''),
      }),
      {
        maxConnectionPoolSize: options.poolSize,
        connectionAcquisitionTimeout: options.acquireMs,
        connectionTimeout: options.connectMs,
        maxConnectionLifetime: options.maxLifetimeMs,
        maxTransactionRetryTime: 0,
        telemetryDisabled: true,
      },
    );
  } catch (error) {
    throw new StartError(
      `NEO4J_URI is not an address of Neo4j: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
};

/** Closing the session is what ends its work at the server: the driver knows no signals. */
const withSession = async <T>(
  session: Session,
  signal: AbortSignal,
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const end = () => void session.close().catch(() => {});
  signal.addEventListener('abort', end, { once: true });
  try {
    if (signal.aborted) throw aborted(signal);
    return await work(session);
  } catch (error) {
    throw signal.aborted ? aborted(signal) : neo4jError(error, 'open');
  } finally {
    signal.removeEventListener('abort', end);
    await session.close().catch(() => {});
  }
};

/** BEGIN is awaited, so that a connection that cannot be had is told from a commit whose answer was lost. */
const transaction = async <T>(
  session: Session,
  work: (run: Run) => Promise<T>,
  signal: AbortSignal,
): Promise<T> => {
  const open = await session.beginTransaction(configFor('transaction'));
  let phase: Phase = 'open';
  const { run, assertSound } = soundRun(async (statement) => {
    if (signal.aborted) throw aborted(signal);
    return rowsOf(await open.run(statement.text, statement.params).catch(rethrow));
  });
  try {
    const answer = await work(run);
    assertSound();
    if (signal.aborted) throw aborted(signal);
    phase = 'committing';
    await open.commit();
    return answer;
  } catch (error) {
    const meant = neo4jError(error, phase);
    if (phase === 'open' && open.isOpen()) await open.rollback().catch(() => {});
    throw meant;
  }
};

const rethrow = (error: unknown): never => {
  throw neo4jError(error, 'open');
};

const rowsOf = (result: QueryResult<RecordShape>): Rows => ({
  columns: (result.records[0]?.keys ?? []).map(String),
  rows: result.records.map((record) => [...record.values()]),
});

const configFor = (operation: string): Parameters<Session['beginTransaction']>[0] => {
  const context = currentContext();
  if (!context) return { metadata: { operation } };
  return {
    timeout: Math.max(1, Math.ceil(context.deadline.remaining())),
    metadata: { operation, requestId: context.requestId },
  };
};

const aborted = (signal: AbortSignal): unknown =>
  signal.reason instanceof GraphkeepError
    ? signal.reason
    : new GraphkeepError('cancelled', 'The caller ended the request.', { cause: signal.reason });
