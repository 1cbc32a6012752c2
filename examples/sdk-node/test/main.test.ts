import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '@graphkeep/core';
import { startProcess } from '@graphkeep/faults';
import { type RunningServer, startServer } from '@graphkeep/server';
import { afterAll, beforeAll, expect, it } from 'vitest';

const apiKey = 'gk_test_0123456789abcdefghijklmnopqrstuv';
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphkeep-example-'));
  server = await startServer(
    loadConfig({
      GRAPHKEEP_API_KEY: apiKey,
      GRAPHKEEP_DATA: folder,
      GRAPHKEEP_PROFILE: 'test',
      NEO4J_URI: 'memory:',
      PORT: '0',
    }),
  );
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const run = async (environment: Readonly<Record<string, string>> = {}) => {
  const env = { GRAPHKEEP_URL: server.url, GRAPHKEEP_API_KEY: apiKey, ...environment };
  await using program = await startProcess(process.execPath, ['--conditions=@graphkeep/source', main], {
    env,
  });
  const { code } = await program.exited;
  return { code, output: program.output() };
};

it('makes, reads, walks and handles a failure', async () => {
  const { code, output } = await run();
  const lines = output.trim().split('\n');
  expect(lines.slice(0, 2).sort()).toEqual([
    expect.stringMatching(/^ada plays Brave Ada \(level 3\) since \d{4}-\d\d-\d\d$/),
    expect.stringMatching(/^ada plays Wise Ada \(level 1\) since \d{4}-\d\d-\d\d$/),
  ]);
  expect(lines.slice(2, 4)).toEqual(['level 3: Brave Ada', 'level 1: Wise Ada']);
  expect(lines[4]).toMatch(/username.* \(request \S+\)$/);
  expect(code).toBe(0);
});

it('says in one line what is wrong', async () => {
  const { code, output } = await run({ GRAPHKEEP_API_KEY: 'gk_nobody_0123456789abcdefghijklmnopqr' });
  expect(output).toMatch(/^unauthenticated: .*\n$/);
  expect(code).toBe(1);
});
