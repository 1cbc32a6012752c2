import { endServices } from './client/end.ts';
import { Services } from './client/services.ts';
import { readEnvironment, readToolEnvironment } from './environment.ts';
import { foldersIn } from './folders.ts';
import { type OwnNeo4j, type OwnNeo4jOptions, startOwnNeo4j } from './own/own-neo4j.ts';
import { testStores } from './test-stores.ts';

const environment = readEnvironment();
const services = new Services({ environment });

/** Vitest is asked only where it runs: the same stores serve benchmarks and scripts. */
const atEndOfFile = async (release: () => Promise<void>): Promise<void> => {
  if (environment.insideVitest) (await import('vitest')).afterAll(release);
};

export const { testNeo4j, testRedis, testPostgres, testRedisCluster, testRedisSentinel } = testStores(
  services,
  atEndOfFile,
);

/** A Neo4j of one's own, as a user would have it: empty, or made of files before it starts. */
export const ownNeo4j = (options: OwnNeo4jOptions): Promise<OwnNeo4j> =>
  startOwnNeo4j({ cache: environment.cache, tools: readToolEnvironment() }, options);

/** Gives back all that this process holds, and stops at once what nobody else uses. */
export async function releaseServices(): Promise<void> {
  await services.close();
  await endServices(foldersIn(environment.cache), { held: false });
}

export type {
  ClusterAddress,
  Controls,
  Neo4jAddress,
  NodeAddress,
  PostgresAddress,
  RedisAddress,
  SentinelAddress,
} from './addresses.ts';
export type { OwnNeo4j, OwnNeo4jOptions };
