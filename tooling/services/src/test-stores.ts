import { clusterOf, neo4jOf, postgresOf, redisOf, sentinelOf } from './address-of.ts';
import type {
  ClusterAddress,
  Controls,
  Neo4jAddress,
  NodeAddress,
  PostgresAddress,
  RedisAddress,
  SentinelAddress,
} from './addresses.ts';
import type { Held } from './client/held.ts';
import type { Services } from './client/services.ts';
import type { StoreName } from './protocol.ts';

interface Isolated {
  /** A server of the caller's own, which can be stopped, killed and started again. */
  readonly isolated: true;
}

interface Schema {
  /**
   * The name of the schema that the caller makes. A server where it was made before comes with it, and with the plans of its
   * statements: planning them anew costs a busy machine seconds in each file.
   */
  readonly schema: string;
}

type Controlled = NodeAddress & Controls;

export interface TestStores {
  /** A Neo4j of which the caller is the only user until the end of the test file, empty. */
  testNeo4j(options?: Schema): Promise<Neo4jAddress | undefined>;
  testNeo4j(options: Isolated): Promise<(Neo4jAddress & Controls) | undefined>;
  testRedis(): Promise<RedisAddress | undefined>;
  testRedis(options: Isolated): Promise<(RedisAddress & Controls) | undefined>;
  testPostgres(): Promise<PostgresAddress | undefined>;
  testPostgres(options: Isolated): Promise<(PostgresAddress & Controls) | undefined>;
  testRedisCluster(): Promise<ClusterAddress | undefined>;
  testRedisCluster(options: Isolated): Promise<ClusterAddress<Controlled> | undefined>;
  testRedisSentinel(): Promise<SentinelAddress | undefined>;
  testRedisSentinel(options: Isolated): Promise<SentinelAddress<Controlled> | undefined>;
}

/** `release` is told of each lease's end, to be called when the test file is done. */
export function testStores(
  services: Services,
  onLease: (release: () => Promise<void>) => Promise<void>,
): TestStores {
  async function hold<S extends StoreName, T>(
    store: S,
    options: Isolated | Schema | undefined,
    describe: (held: Held) => T,
  ): Promise<T | undefined> {
    const held = await services.acquire(
      store,
      options !== undefined && 'isolated' in options,
      options && 'schema' in options ? options.schema : undefined,
    );
    if (!held) return undefined;
    await onLease(held.release);
    return describe(held);
  }
  return {
    testNeo4j: (options?: Isolated | Schema) => hold('neo4j', options, neo4jOf),
    testRedis: (options?: Isolated) => hold('redis', options, redisOf),
    testPostgres: (options?: Isolated) => hold('postgres', options, postgresOf),
    testRedisCluster: (options?: Isolated) => hold('cluster', options, clusterOf),
    testRedisSentinel: (options?: Isolated) => hold('sentinel', options, sentinelOf),
  };
}
