import { secretOf } from '@graphkeep/core';
import { type GraphStore, openGraph } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import { type Neo4jAddress, testNeo4j } from '@graphkeep/services';
import neo4jDriver, { type Driver } from 'neo4j-driver';

export const guard = { timeoutMs: 60_000 };

/** The Neo4j of a suite; a suite without one is left out. */
export const neo4jAddress = async (): Promise<Neo4jAddress> => {
  const address = await testNeo4j();
  if (!address) throw new Error('Neo4j cannot be had here: see tooling/services/README.md.');
  return address;
};

/** Our store and the bare driver on one server, with the same settings of their pools. */
export const besideDriver = async <G extends Graph>(
  stack: AsyncDisposableStack,
  { url, username, password }: Neo4jAddress,
  graph: G,
): Promise<{ readonly driver: Driver; readonly store: GraphStore<G> }> => {
  const pool = { maxConnectionPoolSize: 15, connectionAcquisitionTimeout: 5_000 };
  const driver = stack.adopt(
    neo4jDriver.driver(url, neo4jDriver.auth.basic(username, password), pool),
    (one) => one.close(),
  );
  const neo4j = { username, password: secretOf(password), poolSize: 15, acquireMs: 5_000 };
  const store = stack.adopt(await openGraph({ graph, url, neo4j, guard }), (one) => one.close());
  return { driver, store };
};

/** One statement by the bare driver, as plain objects. */
export const runBare = async (
  driver: Driver,
  access: 'READ' | 'WRITE',
  text: string,
  params: object = {},
): Promise<Record<string, unknown>[]> => {
  const session = driver.session({ defaultAccessMode: access });
  try {
    return (await session.run(text, params)).records.map((record) => record.toObject());
  } finally {
    await session.close();
  }
};
