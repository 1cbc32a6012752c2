import grafeo from '@grafeo-db/js';
import { GraphkeepError } from '@graphkeep/core';
import { ConnectionProvider, type ProtocolVersion, ServerInfo } from 'neo4j-driver-core';
import type { Store } from '../store.ts';
import { type ConnectionOptions, EmbeddedConnection, PROTOCOL } from './connection.ts';

/** Gives Neo4j's driver its connections: each to the one database of this process. */
export class EmbeddedConnectionProvider extends ConnectionProvider {
  readonly #store: Store;
  readonly #options: ConnectionOptions;
  readonly #close: () => void;

  constructor(store: Store, options: ConnectionOptions, close: () => void) {
    super();
    this.#store = store;
    this.#options = options;
    this.#close = close;
  }

  override async acquireConnection({
    database = '',
  }: {
    readonly database?: string;
  } = {}): Promise<EmbeddedConnection> {
    if (database !== '' && database !== 'neo4j')
      throw new GraphkeepError(
        'unsupported',
        `The embedded engine has one database: leave the session's database out, instead of ${database}.`,
        { field: 'database' },
      );
    return new EmbeddedConnection(this.#store, this.#options);
  }

  override async supportsMultiDb(): Promise<boolean> {
    return false;
  }
  override async supportsTransactionConfig(): Promise<boolean> {
    return true;
  }
  override async supportsUserImpersonation(): Promise<boolean> {
    return false;
  }
  override async supportsSessionAuth(): Promise<boolean> {
    return false;
  }
  override SSREnabled(): boolean {
    return false;
  }

  override async verifyConnectivityAndGetServerInfo(): Promise<ServerInfo> {
    await this.#store.run('RETURN 1 AS ok', {}, AbortSignal.timeout(this.#options.timeoutMs));
    return new ServerInfo({ address: 'embedded', version: `grafeo/${grafeo.version()}` }, PROTOCOL);
  }

  override async verifyAuthentication(): Promise<boolean> {
    return true;
  }

  override async getNegotiatedProtocolVersion(): Promise<ProtocolVersion> {
    return PROTOCOL;
  }

  override async close(): Promise<void> {
    this.#close();
  }
}
