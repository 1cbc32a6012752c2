import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answersAt, socketAddressOf, socketOf } from '../src/socket/index.ts';
import { startTestServer } from './servers.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphkeep-socket-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ask = (socketPath: string, path: string): Promise<{ status: number | undefined; body: string }> =>
  new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, method: 'GET' }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
    });
    sent.once('error', reject);
    sent.end();
  });

it('answers whoever may use the data folder, with no key, and nobody else', async () => {
  const data = join(folder, 'data');
  await using server = await startTestServer({ GRAPHKEEP_DATA: data });
  const socket = socketOf(data);
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  expect(await ask(socket, '/trpc/system.keys.list')).toMatchObject({ status: 200 });
  expect((await fetch(`${server.url}/trpc/system.keys.list`)).status).toBe(401);
});

it('is gone with its server', async () => {
  const data = join(folder, 'data');
  const server = await startTestServer({ GRAPHKEEP_DATA: data });
  await server.close();
  expect(existsSync(socketOf(data))).toBe(false);
  await server[Symbol.asyncDispose]();
});

it('takes the place of one that a dead process left', async () => {
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const { path } = socketAddressOf(data);
  const listen = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', listen]);
  expect(lstatSync(path).isSocket()).toBe(true);
  expect(await answersAt(path)).toBe(false);
  await using _ = await startTestServer({ GRAPHKEEP_DATA: data });
  expect(await ask(path, '/readyz')).toMatchObject({ status: 200 });
});

it('is left to the server that was there before', async () => {
  const data = join(folder, 'data');
  await using first = await startTestServer({ GRAPHKEEP_DATA: data });
  const second = await startTestServer({ GRAPHKEEP_DATA: data });
  await second.close();
  expect(await ask(socketOf(data), '/readyz')).toMatchObject({ status: 200 });
  expect(first.logged.join()).not.toContain('no socket');
});

it('is elsewhere where the path of the data folder is too long for a socket', async () => {
  const data = join(folder, 'a-name-of-many-letters'.repeat(6), 'data');
  const { path, link } = socketAddressOf(data);
  expect(Buffer.byteLength(path)).toBeLessThan(104);
  expect(link).toBe(join(data, 'graphkeep.sock'));
  {
    await using _ = await startTestServer({ GRAPHKEEP_DATA: data });
    expect(socketOf(data)).toBe(path);
    expect(await ask(socketOf(data), '/readyz')).toMatchObject({ status: 200 });
  }
  expect(existsSync(path)).toBe(false);
  expect(lstatSync(join(data, 'graphkeep.sock'), { throwIfNoEntry: false })).toBeUndefined();
});
