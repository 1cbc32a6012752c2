import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Checkout } from './support/checkout.ts';
import { Registry } from './support/registry.ts';

let registry: Registry;
let checkout: Checkout;

beforeAll(async () => {
  registry = await Registry.start();
  checkout = new Checkout(registry.url);
  expect(await checkout.start(['true'])).toMatchObject({ code: 0 });
});

afterEach(() => {
  for (const file of ['ready', 'ended', 'pnpm-calls', 'pnpm-fails'])
    rmSync(join(checkout.folder.path, file), { force: true });
});

afterAll(async () => {
  checkout[Symbol.dispose]();
  await registry[Symbol.asyncDispose]();
});

test('keeps the exit code, and runs what follows --and only after success', async () => {
  const { code, stdout } = await checkout.start(
    ['echo one', 'echo two; exit 7', 'echo three'].flatMap((script) => ['--and', 'sh', '-c', script]),
  );
  expect({ code, stdout }).toEqual({ code: 7, stdout: 'one\ntwo\n' });
});

test('ends like a shell where a signal ended the command', async () => {
  expect(await checkout.start(['sh', '-c', 'kill -TERM $$'])).toMatchObject({ code: 143 });
});

test('names a command that does not exist', async () => {
  expect(await checkout.start(['no-such-command'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'graphkeep: cannot run "no-such-command": spawn no-such-command ENOENT.\n',
  });
});

test('puts Node, the programs of the workspace and pnpm first on the PATH, in this order', async () => {
  const { stdout } = await checkout.start(['sh', '-c', 'echo "$PATH"']);
  const [node, binaries, pnpm] = stdout.split(':');
  expect(node).toMatch(/node-.*-24\.21\.0\/node_modules\/.*\/bin$/);
  expect(binaries).toBe(join(checkout.folder.path, 'node_modules', '.bin'));
  expect(pnpm).toMatch(/@pnpm\+exe\..*-12\.21\.0\/node_modules\/@pnpm\/exe\./);
});

test('hides what npm and pnpm told this script about themselves, and keeps what the user set', async () => {
  const inner = {
    npm_package_name: 'graphkeep',
    npm_lifecycle_event: 'test',
    npm_execpath: '/npm',
    npm_config_prefix: '/prefix',
    npm_config_local_prefix: '/local',
    pnpm_config_verify_deps_before_run: 'false',
    PNPM_PACKAGE_NAME: 'graphkeep',
  };
  const kept = { npm_config_loglevel: 'warn', pnpm_config_store_dir: '/store' };
  const names = Object.keys({ ...inner, ...kept });
  const script = `console.log(${JSON.stringify(names)}.filter((name) => name in process.env).join())`;
  const { stdout } = await checkout.start(['node', '-e', script], { env: { ...inner, ...kept } });
  expect(stdout.trim()).toBe(Object.keys(kept).join());
});

test('leaves the lockfile alone under CI, and brings it up to date elsewhere', async () => {
  await checkout.start(['true'], { env: { CI: 'true' } });
  await checkout.start(['true'], { env: { CI: 'false' } });
  expect(checkout.pnpmCalls()).toEqual([
    expect.stringMatching(/^install .*--frozen-lockfile/),
    expect.stringMatching(/^install .*--prefer-frozen-lockfile/),
  ]);
});

test.each([
  [
    'ERR_PNPM_RESOLVING_NPM_RESOLVER_NETWORK_ERROR',
    /^graphkeep: packages could not be fetched .*NETWORK_ERROR/,
  ],
  [
    'ERR_PNPM_OUTDATED_LOCKFILE',
    /^Error: .*\ngraphkeep: pnpm-lock\.yaml does not match the package\.json files/,
  ],
  ['ERR_PNPM_UNLIKELY', /^Error: .*\ngraphkeep: packages could not be installed \(ERR_PNPM_UNLIKELY\)/],
])('says what %s means, and runs nothing', async (code, message) => {
  checkout.folder.write('pnpm-fails', `Error: ${code}\n`);
  const ended = await checkout.start(['echo', 'ran']);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(message);
});

/** Ends by itself in the end, so that a test that fails leaves nothing behind. */
const server = `
  const { writeFileSync } = require('node:fs');
  process.on('SIGTERM', () => { writeFileSync('ended', ''); process.exit(3); });
  setTimeout(() => {}, 15_000);
  writeFileSync('ready', '');
`;

test('passes a signal on, and waits for the command to end', async () => {
  const child = spawn(process.execPath, checkout.arguments(['node', '-e', server]), {
    cwd: checkout.folder.path,
    env: checkout.environment(),
  });
  const exit = once(child, 'exit');
  await fileAppears('ready');
  child.kill('SIGTERM');
  expect(await exit).toEqual([3, null]);
  expect(existsSync(join(checkout.folder.path, 'ended'))).toBe(true);
});

test('ends the command when the shell above it dies without a word', async () => {
  const command = [process.execPath, ...checkout.arguments(['node', '-e', server])];
  const shell = spawn('sh', ['-c', '"$@" & wait', 'sh', ...command], {
    cwd: checkout.folder.path,
    env: checkout.environment(),
  });
  await fileAppears('ready');
  shell.kill('SIGKILL');
  await fileAppears('ended');
});

function fileAppears(name: string): Promise<void> {
  return vi.waitFor(() => expect(existsSync(join(checkout.folder.path, name))).toBe(true), {
    timeout: 10_000,
    interval: 20,
  });
}
