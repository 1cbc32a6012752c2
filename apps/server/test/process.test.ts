import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@graphkeep/faults';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphkeep-process-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const main = ['--conditions=@graphkeep/source', join(import.meta.dirname, '../src/main.ts')];
const environment = (more: Record<string, string>) => ({
  PATH: process.env['PATH'] ?? '',
  GRAPHKEEP_DATA: join(folder, 'data'),
  PORT: '0',
  ...more,
});
const start = (more: Record<string, string> = {}) =>
  startProcess(process.execPath, main, { env: environment(more), ready: /Try it:[\s\S]*\n {2}node.*\n/ });
/** Starts a server that should not start, and answers how it ended. */
const refuse = async (more: Record<string, string> = {}) => {
  await using server = await startProcess(process.execPath, main, { env: environment(more) });
  const { code } = await server.exited;
  return { code, lines: server.output().trim().split('\n') };
};

describe('a server in development', () => {
  it('tells its address and key, and the curl line that it prints works', async () => {
    await using server = await start();
    const output = server.output();
    const url = /ready at (\S+)/.exec(output)?.[1] ?? '';
    const key = /Key for development +(gk_dev_\S+)/.exec(output)?.[1] ?? '';
    const [, curlUrl = '', header = ''] = /curl (\S+) -H 'Authorization: (.*)'/.exec(output) ?? [];
    expect(curlUrl).toBe(`${url}/trpc/story.players.list`);
    expect(header).toBe(`Bearer ${key}`);
    expect(await (await fetch(curlUrl, { headers: { authorization: header } })).json()).toEqual({
      result: { data: { json: { items: [], next: null } } },
    });
    expect(statSync(join(folder, 'data', 'development.key')).mode & 0o077).toBe(0);
  });

  it('keeps its key and its data for the next start', async () => {
    const first = await start();
    const key = /gk_dev_\S+/.exec(first.output())?.[0] ?? '';
    const url = /ready at (\S+)/.exec(first.output())?.[1] ?? '';
    const made = await fetch(`${url}/trpc/story.players.create`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"json":{"username":"ada"}}',
    });
    expect(made.status).toBe(200);
    await first.stop();
    await using second = await start();
    expect(second.output()).toContain(key);
    const again = /ready at (\S+)/.exec(second.output())?.[1] ?? '';
    expect(
      await (
        await fetch(`${again}/trpc/story.players.list`, { headers: { authorization: `Bearer ${key}` } })
      ).text(),
    ).toContain('"ada"');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops cleanly on %s', async (signal) => {
    await using server = await start();
    process.kill(server.pid, signal);
    expect(await server.exited).toMatchObject({ code: 0 });
  });
});

describe('a start that cannot be', () => {
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

  it('names the process that uses the data folder', async () => {
    await using server = await start();
    const { code, lines } = await refuse();
    expect(code).toBe(1);
    expect(lines).toEqual([
      `The data folder ${folder}/data/graph is in use by process ${server.pid}. Stop it, or set GRAPHKEEP_DATA to another folder.`,
    ]);
  });

  it('lists every bad option at once', async () => {
    const { code, lines } = await refuse({ PORT: 'many', GRAPHKEEP_DATTA: 'x', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(lines).toHaveLength(4);
    for (const name of ['PORT', 'GRAPHKEEP_DATTA', 'LOG_LEVEL'])
      expect(lines.filter((line) => line.includes(name))).toHaveLength(1);
  });

  it('says that the graph is away', async () => {
    const { code, lines } = await refuse({
      NEO4J_URI: 'bolt://127.0.0.1:1',
      NEO4J_PASSWORD: 'a-password-of-mine',
      LOG_LEVEL: 'error',
      GRAPHKEEP_RETRY_ATTEMPTS: '0',
    });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^The graph at bolt:\/\/127.0.0.1:1 cannot be used: .*NEO4J_URI/),
    ]);
  });

  it('is refused beyond this machine without a key', async () => {
    const { code, lines } = await refuse({ HOST: '0.0.0.0' });
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('GRAPHKEEP_API_KEY');
  });
});
