import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runHere } from './support/run-here.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const API_KEY = `gk_${'0123456789abcdef'.repeat(4)}`;

/** The command as a process of its own. */
const graphkeep = async (args: readonly string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['--conditions=@graphkeep/source', main, ...args], { env });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { out, err, code };
};

it.concurrent('checks the configuration that a server would start with', async () => {
  expect(await graphkeep(['config', 'check'])).toEqual({ out: 'configuration is good\n', err: '', code: 0 });
});

it.concurrent('says all that is wrong, and fails', async () => {
  const env = { PORT: 'http', GRAPHKEEP_POORT: '1', GRAPHKEEP_API_KEY: 'hunter2' };
  const { out, err, code } = await graphkeep(['config', 'check'], env);
  expect({ out, code }).toEqual({ out: '', code: 1 });
  expect(err.split('\n')).toEqual([
    'The configuration has 3 problems:',
    '  GRAPHKEEP_POORT is not an option: did you mean PORT?',
    '  PORT is "http": must be a whole number from 0 to 65535',
    '  GRAPHKEEP_API_KEY is [redacted]: must be gk_ and at least 32 letters, digits, _ or -',
    '',
  ]);
});

it('prints what is in force, with no secret', async () => {
  const { out, code } = await runHere(['config', 'print'], { GRAPHKEEP_API_KEY: API_KEY, PORT: '5000' });
  expect(code).toBe(0);
  expect(out).toMatch(/^PORT +5000 +environment$/m);
  expect(out).toMatch(/^GRAPHKEEP_DEADLINE_MS +10000 ms +default$/m);
  expect(out).toMatch(/^GRAPHKEEP_API_KEY +\[redacted\] +environment$/m);
  expect(out).toMatch(/^REDIS_URL +-$/m);
  expect(out).not.toContain(API_KEY);
});

it('prints the same for programs', async () => {
  const { out } = await runHere(['config', 'print', '--json'], { PORT: '5000' });
  expect(JSON.parse(out)).toContainEqual({ name: 'PORT', value: '5000', source: 'environment' });
});

it('says how it is used, with examples', async () => {
  const { out, code } = await runHere(['config', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('Examples:\n  graphkeep config check');
});

it.concurrent('hints at what was meant, and tells misuse from failure', async () => {
  const { err, code } = await graphkeep(['confg']);
  expect(code).toBe(2);
  expect(err).toContain("unknown command 'confg'\n(Did you mean config?)");
});

it('says in one line that a file cannot be written', async () => {
  const { err, code } = await runHere(['config', 'docs', '--output', '/nowhere/page.md']);
  expect(code).toBe(1);
  expect(err).toMatch(/^ENOENT: no such file or directory, open '.nowhere.page.md'\n$/);
});
