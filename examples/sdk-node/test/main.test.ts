import { fileURLToPath } from 'node:url';
import { type StartedGraphkeep, startGraphkeep, startProcess } from '@graphkeep/faults';
import { afterAll, beforeAll, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let server: StartedGraphkeep;

beforeAll(async () => {
  server = await startGraphkeep();
});
afterAll(() => server[Symbol.asyncDispose]());

const run = async (environment: Readonly<Record<string, string>> = {}) => {
  const env = { GRAPHKEEP_URL: server.url, GRAPHKEEP_API_KEY: server.apiKey, ...environment };
  await using program = await startProcess(process.execPath, ['--conditions=@graphkeep/source', main], {
    env,
  });
  const { code } = await program.exited;
  return { code, output: program.output() };
};

it('makes, reads, pages, walks, listens and handles a failure', async () => {
  const { code, output } = await run();
  const lines = output.trim().split('\n');
  expect(lines.slice(0, 2).sort()).toEqual([
    expect.stringMatching(/^ada plays Brave Ada \(level 3\) since \d{4}-\d\d-\d\d$/),
    expect.stringMatching(/^ada plays Wise Ada \(level 1\) since \d{4}-\d\d-\d\d$/),
  ]);
  expect(lines.slice(2, 5)).toEqual(['Brave Ada, then Wise Ada', 'level 3: Brave Ada', 'level 1: Wise Ada']);
  expect(lines.at(-2)).toBe('news: Late Ada is there');
  expect(lines.at(-1)).toMatch(/username.* \(request \S+\)$/);
  expect(code).toBe(0);
});

it('says in one line what is wrong', async () => {
  const { code, output } = await run({ GRAPHKEEP_API_KEY: 'gk_nobody_0123456789abcdefghijklmnopqr' });
  expect(output).toMatch(/^unauthenticated: .*\n$/);
  expect(code).toBe(1);
});
