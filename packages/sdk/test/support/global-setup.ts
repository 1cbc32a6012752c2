import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@graphkeep/faults';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of one real server that all tests share. */
    readonly url: string;
    readonly apiKey: string;
  }
}

// By its path: the server's own tests use the SDK, and two packages cannot depend on each other.
const main = fileURLToPath(new URL('../../../../apps/server/src/main.ts', import.meta.url));
const apiKey = 'gk_test_0123456789abcdefghijklmnopqrstuv';

export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-sdk-'));
  const env = {
    GRAPHKEEP_API_KEY: apiKey,
    GRAPHKEEP_DATA: folder,
    GRAPHKEEP_PROFILE: 'test',
    NEO4J_URI: 'memory:',
    HOST: '127.0.0.1',
    PORT: '0',
  };
  const server = await startProcess(process.execPath, ['--conditions=@graphkeep/source', main], {
    env,
    ready: /ready at http\S+\n/,
  });
  provide('url', /http\S+/.exec(server.output())?.[0] ?? '');
  provide('apiKey', apiKey);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
};
