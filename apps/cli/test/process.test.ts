import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@graphkeep/faults';
import { describe, expect, it, vi } from 'vitest';
import { exitCodes } from '../src/frame/exit-codes.ts';
import { temporaryFolder } from './support/folder.ts';
import { runHere } from './support/run-here.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const program = ['--conditions=@graphkeep/source', main];
const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
const environment = (more: Readonly<Record<string, string>>) => ({ PATH, NODE_COMPILE_CACHE, ...more });

describe('a process of its own', { timeout: 90_000 }, () => {
  it('serves, tells programs where, is reached by its socket, and stops when it is told to', async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data');
    await using server = await startProcess(
      process.execPath,
      [...program, 'serve', '--port', '0', '--data', data, '--json'],
      { env: environment({}), ready: /^}$/m },
    );
    expect(server.output()).toMatch(/"url": "http:\/\/127\.0\.0\.1:\d+",\n {2}"developmentKey": "gk_dev_/);
    const { code } = await runHere(['store', 'status'], { GRAPHKEEP_DATA: data });
    expect(code).toBe(0);
    process.kill(server.pid, 'SIGINT');
    expect(await server.exited).toMatchObject({ code: 0 });
  });

  it('runs a program of your own again when one of its files changes', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'own.mjs');
    writeFileSync(
      file,
      "console.log('first ' + process.env.GRAPHKEEP_PROFILE); setInterval(() => {}, 1000);",
    );
    const child = spawn(process.execPath, [...program, 'dev', file], { env: environment({}), stdio: 'pipe' });
    let said = '';
    child.stderr.on('data', (more) => {
      said += more;
    });
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    await vi.waitFor(() => expect(said).toContain('first development'), { timeout: 20_000 });
    writeFileSync(file, "console.log('second'); setInterval(() => {}, 1000);");
    await vi.waitFor(() => expect(said).toContain('second'), { timeout: 20_000 });
    child.kill('SIGINT');
    expect(await ended).toBe(exitCodes.cancelled.code);
  });
});
