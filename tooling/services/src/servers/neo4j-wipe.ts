import type { Driver } from 'neo4j-driver';
import { type Credentials, withDriver } from './neo4j-session.ts';

/** Leaves a Neo4j as new, or with its schema: no running work, no schema but the token lookups, no data. */
export const wipeNeo4j = (at: Credentials, what: 'all' | 'data' = 'all'): Promise<void> =>
  withDriver(at, async (driver) => {
    await endTransactions(driver);
    if (what === 'all') await dropSchema(driver);
    await withSession(driver, 'MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS');
    await withSession(driver, 'MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS');
  });

async function dropSchema(driver: Driver): Promise<void> {
  for (const name of await names(driver, 'SHOW CONSTRAINTS YIELD name RETURN name'))
    await driver.executeQuery(`DROP CONSTRAINT ${quoted(name)} IF EXISTS`);
  const indexes = "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name";
  for (const name of await names(driver, indexes))
    await driver.executeQuery(`DROP INDEX ${quoted(name)} IF EXISTS`);
}

/** What a killed client left open may hold locks until the server has seen that the client is gone. */
async function endTransactions(driver: Driver): Promise<void> {
  const running = await names(
    driver,
    `SHOW TRANSACTIONS YIELD transactionId, currentQuery
     WHERE NOT currentQuery STARTS WITH 'SHOW TRANSACTIONS' RETURN transactionId AS name`,
  );
  if (running.length > 0) await driver.executeQuery('TERMINATE TRANSACTIONS $running', { running });
}

async function names(driver: Driver, query: string): Promise<string[]> {
  const { records } = await driver.executeQuery(query);
  return records.map((record) => String(record.get('name')));
}

/** `CALL … IN TRANSACTIONS` is refused inside the transaction that `executeQuery` opens. */
async function withSession(driver: Driver, query: string): Promise<void> {
  const session = driver.session();
  try {
    await session.run(query);
  } finally {
    await session.close();
  }
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
