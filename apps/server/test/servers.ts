import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, createLogger, loadConfig } from '@graphkeep/core';
import { testNeo4j } from '@graphkeep/services';
import { type RunningServer, startServer } from '../src/index.ts';

export const API_KEY = 'gk_test_0123456789abcdefghijklmnopqrstuv';

export interface TestServer extends RunningServer, AsyncDisposable {
  readonly config: Config;
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
    ...environment,
  });
  const server = await startServer(config, { log });
  return {
    ...server,
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
  const neo4j = await testNeo4j();
  const embedded = { name: 'embedded', environment: {} };
  if (!neo4j) return [embedded];
  const { url, username, password } = neo4j;
  return [
    embedded,
    { name: 'neo4j', environment: { NEO4J_URI: url, NEO4J_USERNAME: username, NEO4J_PASSWORD: password } },
  ];
};
