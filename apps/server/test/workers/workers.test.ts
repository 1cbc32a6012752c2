import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { killProcess, type StartedProcess, startProcess } from '@graphkeep/faults';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAt, socketOf } from '../../src/socket/index.ts';
import { testEngines } from '../servers.ts';

const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
const main = ['--conditions=@graphkeep/source', join(import.meta.dirname, '../../src/main.ts')];
const real = (await testEngines()).find(({ name }) => name !== 'embedded');

describe.skipIf(!real)('two workers', () => {
  let folder = '';
  let server: StartedProcess;
  const environment = (more: Record<string, string> = {}) => ({
    ...{ PATH, NODE_COMPILE_CACHE, GRAPHKEEP_DATA: folder, PORT: '0', GRAPHKEEP_WORKERS: '2' },
    ...real?.environment,
    ...more,
  });
  const url = () => /ready at (\S+)/.exec(server.output())?.[1] ?? '';
  const key = () => /Key for development +(gk_dev_\S+)/.exec(server.output())?.[1] ?? '';
  const workers = () =>
    readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim().split(' ').map(Number);
  /** By a connection of its own, so that any worker may answer it. */
  const ask = (path: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${key()}` };
      get(url() + path, { agent: new Agent(), headers }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode ?? 0, text: body }), reject);
      }).on('error', reject);
    });
  const listed = async () => {
    const metrics = (await ask('/metrics')).text;
    return Number(
      /api_call_duration_seconds_count\{procedure="story.players.list",outcome="ok"\} (\d+)/.exec(
        metrics,
      )?.[1],
    );
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'graphkeep-workers-'));
    server = await startProcess(process.execPath, main, {
      env: environment(),
      ready: /Try it:/,
      readyMs: 90_000,
    });
  }, 90_000);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('share a port, a key and their metrics, and are announced once', async () => {
    expect(server.output().match(/ready at/g)).toHaveLength(1);
    expect(workers()).toHaveLength(2);
    expect(await answersAt(socketOf(folder))).toBe(true);
    const calls = Array.from({ length: 10 }, () => ask('/trpc/story.players.list'));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect([await listed(), await listed()]).toEqual([10, 10]);
    expect((await ask('/metrics')).text).toMatch(/^guard_breaker_state\{guard="graph"\} 0$/m);
  });

  it('are replaced when they end', async () => {
    const [first = 0, second] = workers();
    await killProcess(first);
    await eventually(() => {
      expect(workers()).toHaveLength(2);
      expect(workers()).not.toContain(first);
    });
    expect(workers()).toContain(second);
    expect((await ask('/trpc/story.players.list')).status).toBe(200);
    expect(server.output()).toContain('another one takes its place');
  });

  it('all end at SIGTERM, and answer what is under way', async () => {
    const pids = workers();
    const under = Array.from({ length: 8 }, () => ask('/trpc/story.players.list'));
    await Promise.race(under);
    process.kill(server.pid, 'SIGTERM');
    expect((await Promise.all(under)).map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await server.exited).toMatchObject({ code: 0 });
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });
});
