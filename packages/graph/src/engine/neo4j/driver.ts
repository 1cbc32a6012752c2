import { type Secret, StartError } from '@graphkeep/core';
import neo4j, { type Driver } from 'neo4j-driver';

export interface Neo4jOptions {
  /** `bolt://` for one server, `neo4j://` for a cluster; with `+s` for TLS, with `+ssc` for TLS by any certificate. */
  readonly url: string;
  readonly username: string;
  /** Read anew for each connection, so that it may change while the server runs. */
  readonly password?: Secret;
  readonly database?: string;
  /** @default 15 */
  readonly poolSize?: number;
  /** How long a free connection is waited for. @default 5 s */
  readonly acquireMs?: number;
  /** @default 5 s */
  readonly connectMs?: number;
  /** @default 1 hour */
  readonly maxLifetimeMs?: number;
}

export const POOL_SIZE = 15;
export const ACQUIRE_MS = 5_000;
const HOUR_MS = 3_600_000;

export const createDriver = (options: Neo4jOptions): Driver => {
  const { username, password, poolSize = POOL_SIZE, acquireMs = ACQUIRE_MS, connectMs = 5_000 } = options;
  try {
    return neo4j.driver(
      options.url,
      neo4j.authTokenManagers.basic({
        tokenProvider: async () => neo4j.auth.basic(username, password?.reveal() ?? ''),
      }),
      {
        maxConnectionPoolSize: poolSize,
        connectionAcquisitionTimeout: acquireMs,
        connectionTimeout: connectMs,
        maxConnectionLifetime: options.maxLifetimeMs ?? HOUR_MS,
        maxTransactionRetryTime: 0,
        // All rows at once, since all are kept: asking by portions takes longer, and the reset of a session that is
        // closed can overtake the request for the next portion.
        fetchSize: -1,
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
