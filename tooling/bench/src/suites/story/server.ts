import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@graphkeep/faults';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';

export interface StoryServer {
  readonly url: string;
  readonly apiKey: string;
  readonly admin: Graphkeep;
}

const main = join(import.meta.dirname, '../../../../../apps/server/src/main.ts');
const apiKey = 'gk_bench_0123456789abcdefghijklmnopqrstuv';

/** A server in a process of its own: what it takes to make the load is not taken from it, as far as there are cores. */
export const startStoryServer = async (
  stack: AsyncDisposableStack,
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
        ...environment,
      },
      ready: /ready at \S+\n/,
      readyMs: 120_000,
    }),
  );
  const url = /ready at (\S+)/.exec(server.output())?.[1] ?? '';
  return { url, apiKey, admin: createGraphkeep({ url, apiKey }) };
};
