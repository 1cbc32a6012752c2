import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from './start-process.ts';

// By its path, so that packages which the server's own tests use can be tested against it.
const main = fileURLToPath(new URL('../../../../apps/server/src/main.ts', import.meta.url));

export interface StartedGraphkeep extends AsyncDisposable {
  readonly url: string;
  /** It may do everything. */
  readonly apiKey: string;
}

/** The real server in a process of its own, over stores in memory. The settings are those of docs/configuration.md. */
export const startGraphkeep = async (
  settings: Readonly<Record<string, string>> = {},
): Promise<StartedGraphkeep> => {
  const apiKey = 'gk_test_0123456789abcdefghijklmnopqrstuv';
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-server-'));
  const env = {
    GRAPHKEEP_API_KEY: apiKey,
    GRAPHKEEP_DATA: folder,
    GRAPHKEEP_PROFILE: 'test',
    NEO4J_URI: 'memory:',
    HOST: '127.0.0.1',
    PORT: '0',
    ...settings,
  };
  const args = ['--conditions=@graphkeep/source', main];
  const server = await startProcess(process.execPath, args, { env, ready: /ready at http\S+\n/ });
  return {
    url: /http\S+/.exec(server.output())?.[0] ?? '',
    apiKey,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
