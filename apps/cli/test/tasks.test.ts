import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from './support/folder.ts';
import { startTestServer } from './support/server.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
const [, tasks = ''] = /^## Tasks$(.*)^## Commands$/ms.exec(page) ?? [];
const scripts = [...tasks.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, script = '']) => script);
const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;

it('the tasks of the docs are done as they are written', { timeout: 120_000 }, async () => {
  expect(scripts.length).toBeGreaterThan(3);
  using folder = temporaryFolder();
  await using server = await startTestServer();
  const { playerId } = await server.gk.story.players.create({ username: 'grace' });
  await server.gk.story.players.get({ playerId });
  const graphkeep = `graphkeep() { '${process.execPath}' --conditions=@graphkeep/source '${main}' "$@"; }`;
  const said = await promisify(execFile)('bash', ['-ec', `${graphkeep}\n${scripts.join('\n')}`], {
    cwd: folder.path,
    env: { PATH, NODE_COMPILE_CACHE, PLAYER: playerId, ...server.env },
  });
  const keyFile = join(folder.path, 'game-server.key');
  expect(readFileSync(keyFile, 'utf8')).toMatch(/^gk_live_\S+\n$/);
  expect(statSync(keyFile).mode & 0o077).toBe(0);
  expect(said.stdout).toMatch(/^0 errors/m);
  expect(said.stdout).toMatch(/^[1-9]\d* are taken away/m);
  const { receipt } = JSON.parse(readFileSync(join(folder.path, 'receipt.json'), 'utf8'));
  expect(receipt.doneAt).toBeDefined();
  await expect(server.gk.story.players.get({ playerId })).rejects.toMatchObject({ code: 'not_found' });
});
