import type { Neo4jAddress, RedisAddress } from '@graphkeep/services';

interface TestEngine {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Processes that share it take each other's cursors. */
const GRAPHKEEP_SECRET = 'a root secret of thirty-two letters';

/** The environments of the engines that can be had; each file asks for its servers itself. */
export const enginesOf = (
  neo4j: Neo4jAddress | undefined,
  redis: RedisAddress | undefined,
): readonly TestEngine[] => [
  { name: 'embedded', environment: { NEO4J_URI: 'memory:', GRAPHKEEP_SECRET } },
  ...(neo4j
    ? [
        {
          name: redis ? 'neo4j and redis' : 'neo4j',
          environment: {
            GRAPHKEEP_SECRET,
            NEO4J_URI: neo4j.url,
            NEO4J_USERNAME: neo4j.username,
            NEO4J_PASSWORD: neo4j.password,
            ...(redis && { REDIS_URL: redis.url }),
          },
        },
      ]
    : []),
];
