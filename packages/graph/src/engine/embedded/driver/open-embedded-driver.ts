import neo4j, { type Driver } from 'neo4j-driver';
import { BoltProvider } from 'neo4j-driver-core';
import { Store, type StoreOptions } from '../store.ts';
import { EmbeddedConnectionProvider } from './connection-provider.ts';

export interface DriverOptions {
  /**
   * All numbers as plain numbers, as Neo4j's driver does it under the same name. Reading is faster then, since whole
   * floats need not be told from integers.
   * @default false
   */
  readonly disableLosslessIntegers?: boolean;
  /**
   * For statements and transactions that set no timeout.
   * @default 30_000
   */
  readonly timeoutMs?: number;
}

/**
 * Neo4j's own driver over the embedded engine: sessions, transactions, results and summaries are its own. Statements pass
 * the gate: each is answered as Neo4j would, or refused.
 */
export const openEmbeddedDriver = ({
  folder,
  mostRunaways,
  ...options
}: Partial<StoreOptions> & DriverOptions = {}): Driver => {
  const store = new Store({ folder, ...(mostRunaways !== undefined && { mostRunaways }) });
  return driverOver(store, options, () => store.close());
};

/** A driver over a database that others use too; `close` is what closing it means. */
export const driverOver = (
  store: Store,
  { disableLosslessIntegers = false, timeoutMs = 30_000 }: DriverOptions,
  close: () => void,
): Driver =>
  new neo4j.Driver(
    { routing: false, typename: 'Embedded', address: 'embedded' },
    { disableAutoCommitRetries: true },
    () => new EmbeddedConnectionProvider(store, { lossless: !disableLosslessIntegers, timeoutMs }, close),
    // It serves the encryption of values in the client, which needs a server that keeps keys.
    new BoltProvider(new Map(), '', () => new ArrayBuffer(0)),
  );
