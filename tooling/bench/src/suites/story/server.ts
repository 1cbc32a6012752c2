import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@graphkeep/faults';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { testNeo4j, testRedis } from '@graphkeep/services';

export interface StoryServer {
  readonly url: string;
  readonly apiKey: string;
  readonly admin: Graphkeep;
}

export type StoryEngine = 'embedded' | 'neo4j';

const main = join(import.meta.dirname, '../../../../../apps/server/src/main.ts');
const apiKey = 'gk_bench_0123456789abcdefghijklmnopqrstuv';

/** A server in a process of its own: what it takes to make the load is not taken from it, as far as there are cores. */
export const startStoryServer = async (
  stack: AsyncDisposableStack,
  engine: StoryEngine,
  environment: Readonly<Record<string, string>> = {},
): Promise<StoryServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const server = stack.use(
    await startProcess(process.execPath, ['--conditions=@graphkeep/source', main], {
      env: {
        PATH: process.env['PATH'] ?? '',
        GRAPHKEEP_PROFILE: 'production',
        GRAPHKEEP_DATA: folder,
        GRAPHKEEP_API_KEY: apiKey,
        GRAPHKEEP_SECRET: 'bench-'.repeat(8),
        GRAPHKEEP_RATE_PER_KEY: '1000000',
        GRAPHKEEP_RATE_PER_ADDRESS: '1000000',
        LOG_LEVEL: 'error',
        PORT: '0',
        ...(await storesOf(engine)),
        ...environment,
      },
      ready: /ready at \S+\n/,
      readyMs: 120_000,
    }),
  );
  const url = /ready at (\S+)/.exec(server.output())?.[1] ?? '';
  return { url, apiKey, admin: createGraphkeep({ url, apiKey }) };
};

let neo4jAndRedis: Promise<Readonly<Record<string, string>>> | undefined;

/** Where the stores are; the embedded ones are in the data folder. A second Neo4j would be waited for until the first is given back. */
export const storesOf = async (engine: StoryEngine): Promise<Readonly<Record<string, string>>> => {
  if (engine === 'embedded') return {};
  neo4jAndRedis ??= findNeo4jAndRedis();
  return neo4jAndRedis;
};

const findNeo4jAndRedis = async (): Promise<Readonly<Record<string, string>>> => {
  const [neo4j, redis] = await Promise.all([testNeo4j(), testRedis()]);
  if (!(neo4j && redis))
    throw new Error('Neo4j and Redis cannot be had here: see tooling/services/README.md.');
  return {
    GRAPHKEEP_PROFILE: 'development', // production refuses the test server's password
    NEO4J_URI: neo4j.url,
    NEO4J_USERNAME: neo4j.username,
    NEO4J_PASSWORD: neo4j.password,
    REDIS_URL: redis.url,
  };
};
