import { GraphkeepError, type Secret } from '@graphkeep/core';
import pg from 'pg';
import { toGraphkeepError } from '../errors.ts';
import type { PoolStatistics, Session, SqlEngine } from '../session.ts';
import { valueParsers } from '../value-types.ts';
import { PostgresSession } from './postgres-session.ts';

export interface PoolOptions {
  /** Its password is read anew for each connection, so that it may change while the server runs. */
  readonly url: Secret;
  readonly poolMin: number;
  readonly poolMax: number;
  readonly connectMs: number;
  readonly idleMs: number;
  readonly maxLifetimeMs: number;
  /** A connection is replaced after so many statements. */
  readonly maxStatements: number;
  /** What a statement may take at the server, when its own time-out was never told. */
  readonly statementMs: number;
  readonly lockMs: number;
  readonly idleTransactionMs: number;
  /** Certificate authorities (PEM) that are trusted besides the customary ones. */
  readonly ca?: string;
}

/** A pool that connects when it is first used: an absent PostgreSQL is a failing call, not a failing start. */
export const openPostgres = (options: PoolOptions): SqlEngine => {
  const pool = new pg.Pool({
    connectionString: withoutPassword(options.url.reveal()),
    password: () => decodeURIComponent(new URL(options.url.reveal()).password),
    min: options.poolMin,
    max: options.poolMax,
    connectionTimeoutMillis: options.connectMs,
    idleTimeoutMillis: options.idleMs,
    maxLifetimeSeconds: Math.ceil(options.maxLifetimeMs / 1_000),
    statement_timeout: options.statementMs,
    lock_timeout: options.lockMs,
    idle_in_transaction_session_timeout: options.idleTransactionMs,
    keepAlive: true,
    application_name: 'graphkeep',
    ...(options.ca !== undefined && { ssl: { ca: options.ca } }),
    types: { getTypeParser: parserOf },
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  const counts = { acquired: 0, replaced: 0, waitedMs: 0 };

  const acquire = async (waitMs: number, signal?: AbortSignal): Promise<Session> => {
    const began = performance.now();
    const coming = pool.connect();
    try {
      const client = await inTime(coming, waitMs, signal);
      counts.acquired += 1;
      return new PostgresSession(client, pool);
    } catch (error) {
      // Whoever has stopped waiting must not keep the connection that comes after all.
      coming.then((client) => client.release(), nothing);
      throw toGraphkeepError(error);
    } finally {
      counts.waitedMs += performance.now() - began;
    }
  };

  return {
    kind: 'postgres',
    acquire,
    release: async (session) => {
      if (!(session instanceof PostgresSession)) throw new TypeError('This session is of another engine.');
      const worn = !session.usable || session.statements >= options.maxStatements;
      if (worn) counts.replaced += 1;
      session.release(worn);
    },
    statistics: (): PoolStatistics => ({
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      max: options.poolMax,
      ...counts,
    }),
    close: () => pool.end(),
  };
};

const nothing = (): void => {};

const parserOf: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' && valueParsers[oid]) || pg.types.getTypeParser(oid, format);

const inTime = <T>(work: Promise<T>, ms: number, signal: AbortSignal | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    const late = () =>
      reject(
        new GraphkeepError(
          'overloaded',
          `No connection to PostgreSQL was free within ${Math.round(ms)} ms: all are in use.`,
        ),
      );
    const stop = () => reject(toGraphkeepError(signal?.reason));
    const timer = setTimeout(late, ms);
    signal?.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    });
  });

const withoutPassword = (address: string): string => {
  const url = new URL(address);
  url.password = '';
  return url.href;
};
