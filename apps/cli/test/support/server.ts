import { join } from 'node:path';
import { createLogger, loadConfig } from '@graphkeep/core';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { startServer } from '@graphkeep/server';
import { temporaryFolder } from './folder.ts';

export const API_KEY = 'gk_test_0123456789abcdefghijklmnopqrstuv';

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly gk: Graphkeep;
  /** For commands on its data folder. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A server on a free port, with a data folder of its own that goes when it does. */
export const startTestServer = async (more: Readonly<Record<string, string>> = {}): Promise<TestServer> => {
  const folder = temporaryFolder();
  const env = {
    GRAPHKEEP_DATA: join(folder.path, 'data'),
    GRAPHKEEP_API_KEY: API_KEY,
    PORT: '0',
    ...more,
  };
  const server = await startServer(loadConfig(env), { log: createLogger({ level: 'silent' }) });
  return {
    url: server.url,
    gk: createGraphkeep({ url: server.url, apiKey: API_KEY }),
    env,
    stop: () => server.close(),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      folder[Symbol.dispose]();
    },
  };
};
