import neo4j, { type Driver } from 'neo4j-driver';

export interface Credentials {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

const DEADLINE_MS = 30_000;

export async function withDriver<T>(at: Credentials, work: (driver: Driver) => Promise<T>): Promise<T> {
  const driver = neo4j.driver(at.url, neo4j.auth.basic(at.username, at.password), {
    connectionTimeout: 5000,
    connectionAcquisitionTimeout: DEADLINE_MS,
    maxTransactionRetryTime: DEADLINE_MS,
  });
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}
