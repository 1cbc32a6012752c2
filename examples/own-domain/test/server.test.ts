import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@graphkeep/faults';
import { expect, it } from 'vitest';

const GRAPHKEEP_API_KEY = 'gk_test_0123456789abcdefghijklmnopqrstuv';
const start = (name: string, env: Readonly<Record<string, string>>, ready?: RegExp) =>
  startProcess(
    process.execPath,
    ['--conditions=@graphkeep/source', fileURLToPath(new URL(`../src/${name}`, import.meta.url))],
    { env: { GRAPHKEEP_API_KEY, ...env }, ...(ready && { ready }) },
  );

it('is served by a program of its own, called by a typed client, and ends cleanly', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-library-'));
  const stores = { GRAPHKEEP_DATA: folder, GRAPHKEEP_PROFILE: 'test', NEO4J_URI: 'memory:', PORT: '0' };
  try {
    await using server = await start('server.ts', stores, /open at http\S+\n/);
    const url = /http\S+/.exec(server.output())?.[0] ?? '';
    await using client = await start('client.ts', { GRAPHKEEP_URL: url });
    const { code } = await client.exited;
    expect(client.output()).toBe(
      'The Dispossessed by Ursula K. Le Guin, due in 28 days\nNo copy of The Dispossessed is left.\n',
    );
    expect(code).toBe(0);
    await server.stop();
    expect((await server.exited).code).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
