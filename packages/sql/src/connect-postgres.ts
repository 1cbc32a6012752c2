import { createGuard, GraphkeepError, type GuardOptions, type Secret } from '@graphkeep/core';
import pg from 'pg';

export interface PostgresConnectionOptions {
  /** Its password is read anew for each connection, so that it may change while the server runs. */
  readonly url: Secret;
  readonly poolMin: number;
  readonly poolMax: number;
  /** How long a caller waits for a connection; without a bound an exhausted pool hangs. */
  readonly waitMs: number;
  readonly commandMs: number;
  readonly idleMs: number;
  readonly maxLifetimeMs: number;
  readonly guard: GuardOptions;
}

export interface PostgresConnection {
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A pool that connects when it is first used: an absent PostgreSQL is a failing ping, not a failing start. */
export const connectPostgres = (options: PostgresConnectionOptions): PostgresConnection => {
  const pool = new pg.Pool({
    connectionString: withoutPassword(options.url.reveal()),
    password: () => decodeURIComponent(new URL(options.url.reveal()).password),
    min: options.poolMin,
    max: options.poolMax,
    connectionTimeoutMillis: options.waitMs,
    idleTimeoutMillis: options.idleMs,
    maxLifetimeSeconds: Math.ceil(options.maxLifetimeMs / 1_000),
    query_timeout: options.commandMs,
    statement_timeout: options.commandMs,
    application_name: 'graphkeep',
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  const guard = createGuard('sql', options.guard);
  return {
    ping: () => guard.run(() => pool.query('SELECT 1').then(() => undefined, away), { idempotent: true }),
    close: () => pool.end(),
  };
};

const away = (cause: unknown): never => {
  throw new GraphkeepError('unavailable', 'PostgreSQL does not answer.', { cause });
};

const withoutPassword = (address: string): string => {
  const url = new URL(address);
  url.password = '';
  return url.href;
};
