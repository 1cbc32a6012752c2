import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownNeo4j, testRedis } from '@graphkeep/services';

export type Engine = 'embedded' | 'neo4j';

/** What tells a server where its stores are; the embedded ones are in its data folder. */
export const storesOf = async (
  engine: Engine,
  stack: AsyncDisposableStack,
): Promise<Readonly<Record<string, string>>> =>
  engine === 'embedded' ? {} : (await ownStores(stack)).addresses;

/** Stores for this run alone: the Neo4j has the settings and the memory of a user's, not those of one for tests. */
export const ownStores = async (stack: AsyncDisposableStack) => {
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const neo4j = stack.use(await ownNeo4j({ folder, heap: '2g', pageCache: '512m' }));
  const redis = await testRedis({ isolated: true });
  if (!redis) throw new Error('Redis cannot be had here: see tooling/services/README.md.');
  const addresses = {
    GRAPHKEEP_PROFILE: 'development', // production refuses the test server's password
    NEO4J_URI: neo4j.url,
    NEO4J_USERNAME: neo4j.username,
    NEO4J_PASSWORD: neo4j.password,
    REDIS_URL: redis.url,
  };
  return { neo4j, redis, addresses };
};
