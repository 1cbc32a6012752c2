import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartedProcess, startProcess } from '@graphkeep/faults';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
const main = ['--conditions=@graphkeep/source', join(import.meta.dirname, '../src/main.ts')];
const environment = (data: string, more: Record<string, string>) => ({
  PATH,
  NODE_COMPILE_CACHE,
  GRAPHKEEP_DATA: data,
  PORT: '0',
  ...more,
});
const start = (data: string, more: Record<string, string> = {}) =>
  startProcess(process.execPath, main, {
    env: environment(data, more),
    ready: /Try it:[\s\S]*\n {2}node.*\n/,
  });
const urlOf = (server: StartedProcess) => /ready at (\S+)/.exec(server.output())?.[1] ?? '';
const keyOf = (server: StartedProcess) =>
  /Key for development +(gk_dev_\S+)/.exec(server.output())?.[1] ?? '';
const folderFor = () => mkdtempSync(join(tmpdir(), 'graphkeep-process-'));

describe('a server in development', () => {
  let folder = '';
  let server: StartedProcess;
  const headers = () => ({ authorization: `Bearer ${keyOf(server)}`, 'content-type': 'application/json' });
  beforeAll(async () => {
    folder = folderFor();
    server = await start(join(folder, 'data'));
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells its address and key, and the curl line that it prints works', async () => {
    const [, curlUrl = '', header = ''] = /curl (\S+) -H 'Authorization: (.*)'/.exec(server.output()) ?? [];
    expect(curlUrl).toBe(`${urlOf(server)}/trpc/story.players.list`);
    expect(header).toBe(`Bearer ${keyOf(server)}`);
    expect(await (await fetch(curlUrl, { headers: { authorization: header } })).json()).toEqual({
      result: { data: { json: { items: [], next: null, previous: null } } },
    });
    expect(statSync(join(folder, 'data', 'development.key')).mode & 0o077).toBe(0);
  });

  it('has its data folder alone: a second one is told which process uses it', async () => {
    await using second = await startProcess(process.execPath, main, {
      env: environment(join(folder, 'data'), {}),
    });
    expect(await second.exited).toMatchObject({ code: 1 });
    expect(second.output().trim()).toBe(
      `The data folder ${folder}/data/graph is in use by process ${server.pid}. Stop it, or set GRAPHKEEP_DATA to another folder.`,
    );
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops cleanly on %s, and keeps its key and its data for the next start',
    async (signal) => {
      const key = keyOf(server);
      const body = JSON.stringify({ json: { username: `before-${signal}` } });
      expect(
        (
          await fetch(`${urlOf(server)}/trpc/story.players.create`, {
            method: 'POST',
            headers: headers(),
            body,
          })
        ).status,
      ).toBe(200);
      process.kill(server.pid, signal);
      expect(await server.exited).toMatchObject({ code: 0 });
      server = await start(join(folder, 'data'));
      expect(keyOf(server)).toBe(key);
      expect(
        await (await fetch(`${urlOf(server)}/trpc/story.players.list`, { headers: headers() })).text(),
      ).toContain(`before-${signal}`);
    },
  );
});

describe('a start that cannot be', () => {
  let folder = '';
  beforeEach(() => {
    folder = folderFor();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts a server that should not start, and answers how it ended. */
  const refuse = async (more: Record<string, string> = {}) => {
    await using server = await startProcess(process.execPath, main, { env: environment(folder, more) });
    const { code } = await server.exited;
    return { code, lines: server.output().trim().split('\n') };
  };

  it('names the port that is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, lines } = await refuse({ PORT: String(port), LOG_LEVEL: 'error' });
    holder.close();
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [
        `Port ${port} of 127.0.0.1 is in use. Stop the program that uses it, or set PORT to another one.`,
      ],
    });
  });

  it('lists every bad option at once', async () => {
    const { code, lines } = await refuse({
      PORT: 'many',
      GRAPHKEEP_DATTA: 'x',
      LOG_LEVEL: 'loud',
      HOST: '0.0.0.0',
    });
    expect(code).toBe(1);
    for (const name of ['PORT', 'GRAPHKEEP_DATTA', 'LOG_LEVEL', 'HOST']) {
      expect(
        lines.filter((line) => line.trim().startsWith(`${name} `)),
        name,
      ).toHaveLength(1);
    }
  });

  it('says that the graph is away', async () => {
    const away = {
      NEO4J_URI: 'bolt://127.0.0.1:1',
      NEO4J_PASSWORD: 'a-password-of-mine',
      LOG_LEVEL: 'error',
      GRAPHKEEP_RETRY_ATTEMPTS: '0',
    };
    const { code, lines } = await refuse(away);
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^The graph at bolt:\/\/127.0.0.1:1 cannot be used: .*NEO4J_URI/),
    ]);
  });
});
