import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProcess } from '@graphkeep/faults';
import { afterAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
const bash = async (command: string, environment: NodeJS.ProcessEnv) =>
  (await promisify(execFile)('bash', ['-c', command], { cwd: root, env: environment, timeout: 60_000 }))
    .stdout;

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-readme-'));
const program = join(root, `.try-${process.pid}.mjs`);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(program, { force: true });
});

it('has no command that is not run here', () => {
  const run = [/^npm start$/, /^npm test$/, /^export GRAPHKEEP_KEY=/, /^curl http/, /^node try\.mjs$/];
  expect(commands.filter((command) => !run.some((one) => one.test(command)))).toEqual([]);
  // It runs this very test; nothing else could run it here without end.
  expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain('npm test');
});

// What changed is built first.
const START_MS = 120_000;

it('starts by npm start, answers its curl lines and runs its program', {
  timeout: 1.5 * START_MS,
}, async () => {
  const environment = { ...process.env, PORT: '0', GRAPHKEEP_DATA: folder };
  await using server = await startProcess('npm', ['start'], {
    cwd: root,
    env: environment,
    ready: /Try it:[\s\S]*\n {2}node.*\n/,
    readyMs: START_MS,
  });
  const url = /ready at (\S+)/.exec(server.output())?.[1] ?? '';
  const key = /gk_dev_\S+/.exec(server.output())?.[0] ?? '';
  const here = { ...process.env, GRAPHKEEP_KEY: key };

  for (const curl of commands.filter((command) => command.startsWith('curl'))) {
    expect(await bash(curl.replace('http://127.0.0.1:4000', url), here)).toContain('"username":"ada"');
  }

  const [typescript = ''] = blocks('ts').filter((block) => block.includes('createGraphkeep'));
  writeFileSync(program, typescript.replaceAll('http://127.0.0.1:4000', url));
  expect(await bash(`node ${program}`, here)).toMatch(
    /^\[ 'Ada, since 2.*' \]\nAda\nalready_exists username req_\w+\n$/,
  );

  const printed = /^ {2}(node --input-type.*)$/m.exec(server.output())?.[1] ?? '';
  expect(await bash(printed, here)).toContain("username: 'ada'");
});

it('checks a configuration', async () => {
  expect(
    await bash('npm run --silent graphkeep -- config check', { ...process.env, GRAPHKEEP_DATA: folder }),
  ).toContain('configuration is good');
});
