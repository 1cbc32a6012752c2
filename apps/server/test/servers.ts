import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, createLogger, loadConfig } from '@graphkeep/core';
import type { NewApiKey } from '@graphkeep/platform';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { type RunningServer, startServer } from '../src/index.ts';

export const API_KEY = 'gk_test_0123456789abcdefghijklmnopqrstuv';

export interface TestServer extends RunningServer, AsyncDisposable {
  readonly config: Config;
  /** A client with a key of its own, which has these scopes and may be bound to an owner. */
  clientFor(key: Pick<NewApiKey, 'scopes'> & Partial<NewApiKey>): Promise<Graphkeep>;
  /** Every line that it logged. */
  readonly logged: string[];
}

type Environment = Readonly<Record<string, string>>;

/** A server on a free port, with a data folder of its own that goes when it does. */
export const startTestServer = async (environment: Environment = {}): Promise<TestServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'graphkeep-server-'));
  const logged: string[] = [];
  const log = createLogger({
    level: 'info',
    destination: { write: (line: string) => void logged.push(line) },
  });
  const config = loadConfig({
    GRAPHKEEP_DATA: folder,
    PORT: '0',
    GRAPHKEEP_API_KEY: API_KEY,
    NEO4J_URI: 'memory:',
    // A store that was just started takes long over each new statement, and the plan of a slow one would be asked for too.
    GRAPHKEEP_SLOW_QUERY_MS: '10s',
    ...environment,
  });
  const server = await startServer(config, { log });
  const admin = createGraphkeep({ url: server.url, apiKey: API_KEY });
  return {
    ...server,
    clientFor: async (wanted) => {
      const { key } = await admin.system.keys.create({ name: 'of a test', ...wanted });
      return createGraphkeep({ url: server.url, apiKey: key });
    },
    config,
    logged,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

interface TestEngine {
  readonly name: string;
  readonly environment: Environment;
}

/** The environments of every engine that can be had here. Each test file asks for its own. */
export const testEngines = async (): Promise<readonly TestEngine[]> => {
  const [neo4j, redis] = await Promise.all([testNeo4j({ schema: 'product' }), testRedis()]);
  const embedded = { name: 'embedded', environment: {} };
  if (!(neo4j && redis)) return [embedded];
  return [
    embedded,
    {
      name: 'neo4j + redis',
      environment: {
        NEO4J_URI: neo4j.url,
        NEO4J_USERNAME: neo4j.username,
        NEO4J_PASSWORD: neo4j.password,
        REDIS_URL: redis.url,
      },
    },
  ];
};
