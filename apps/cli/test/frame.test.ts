import { writeFileSync } from 'node:fs';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { expect, it } from 'vitest';
import { examplesOf } from '../src/frame/examples.ts';
import { exitCodes } from '../src/frame/exit-codes.ts';
import { progressOn } from '../src/frame/progress.ts';
import { createProgram } from '../src/program.ts';
import { temporaryFolder } from './support/folder.ts';
import { freePort } from './support/free-port.ts';
import { runHere, terminalOf } from './support/run-here.ts';

const leaves = (command: CommandUnknownOpts, path: readonly string[] = []): [string, CommandUnknownOpts][] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
const all = leaves(createProgram(terminalOf()).program);

it.each(all)(
  '%s says what it does, with an example that can be read, and answers programs',
  (path, command) => {
    expect(command.description()).toMatch(/^[A-Z].*\.$/s);
    const examples = examplesOf(command);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example).toContain(`graphkeep ${path}`);
    expect(command.options.map(({ long }) => long)).toEqual(expect.arrayContaining(['--json', '--config']));
  },
);

it('shows what would be done before it destroys', () => {
  const destroys = all.filter(([, { options }]) => options.some(({ long }) => long === '--yes'));
  expect(destroys.length).toBeGreaterThan(5);
  for (const [path, { options }] of destroys)
    expect(
      options.map(({ long }) => long),
      path,
    ).toContain('--dry-run');
});

it('tells misuse from failure, and hints at what was meant', async () => {
  expect(await runHere(['kyes'])).toMatchObject({
    code: exitCodes.misused.code,
    err: expect.stringContaining('(Did you mean keys?)'),
  });
  expect(await runHere(['keys', 'list', '--jsno'])).toMatchObject({
    code: exitCodes.misused.code,
    err: expect.stringContaining('(Did you mean --json?)'),
  });
  expect(await runHere(['cache', 'list', '--older-than', 'soon'])).toMatchObject({
    code: exitCodes.misused.code,
    err: expect.stringContaining('It must be a number and a unit, like 30s, 15m, 12h or 7d.'),
  });
  expect(await runHere(['store', 'reconnect', 'disk'])).toMatchObject({ code: exitCodes.misused.code });
});

it('tells programs what went wrong, beside the sentence for people', async () => {
  const { out, err, code } = await runHere(['keys', 'list', '--json'], { PORT: 'http' });
  expect(code).toBe(exitCodes.failed.code);
  expect(err).toContain('PORT is "http"');
  expect(JSON.parse(out)).toEqual({ error: { code: 'configuration', message: err.trimEnd() } });
});

it('says that a server is away, and needs a key for one elsewhere', async () => {
  const url = ['--url', `http://127.0.0.1:${await freePort()}`];
  const env = { GRAPHKEEP_API_KEY: `gk_${'0123456789abcdef'.repeat(4)}` };
  const { code, err } = await runHere(['keys', 'list', ...url], env);
  expect({ code, err }).toEqual({
    code: exitCodes.away.code,
    err: 'The server cannot be reached (ECONNREFUSED).\n',
  });
  expect(await runHere(['keys', 'list', ...url])).toMatchObject({
    code: exitCodes.misused.code,
    err: '--url needs a key: give --key-file, or set GRAPHKEEP_API_KEY or GRAPHKEEP_API_KEY_FILE.\n',
  });
});

it('reads options from a file', async () => {
  using folder = temporaryFolder();
  const file = `${folder.path}/own.env`;
  writeFileSync(file, 'PORT=5050\n');
  const { out } = await runHere(['config', 'print', '--config', file, '--json']);
  expect(JSON.parse(out)).toContainEqual({ name: 'PORT', value: '5050', source: 'file' });
});

it('shows a bar to people, lines to a log', () => {
  let now = 0;
  const shown = (interactive: boolean) => {
    const said: string[] = [];
    const progress = progressOn({ err: (text) => said.push(text), interactive }, 'rows', () => now);
    for (now = 0; now <= 10_000; now += 1_000) progress.tell(now / 1_000, 10);
    progress.end();
    return said;
  };
  expect(shown(true).at(5)).toBe('\r\u001b[Krows [############............] 5 of 10 (50 %)');
  expect(shown(true).at(-1)).toBe('\n');
  expect(shown(false)).toEqual([
    'rows: 0 of 10 (0 %)\n',
    'rows: 5 of 10 (50 %)\n',
    'rows: 10 of 10 (100 %)\n',
  ]);
});
