import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics, loadConfig, StartError } from '@graphkeep/core';
import { tcpProxy } from '@graphkeep/faults';
import { Player, storyGraph } from '@graphkeep/models/story';
import { testPostgres, testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, describe, expect, it } from 'vitest';
import { openPlatform } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-platform-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (environment: Record<string, string> = {}, lines: string[] = []) =>
  openPlatform({
    config: loadConfig({
      NEO4J_URI: 'memory:',
      GRAPHKEEP_DATA: folder,
      GRAPHKEEP_RETRY_ATTEMPTS: '0',
      ...environment,
    }),
    graph: storyGraph,
    log: createLogger({ level: 'info', destination: { write: (line: string) => void lines.push(line) } }),
    metrics: createMetrics(),
  });

const redis = await testRedis();
const postgres = await testPostgres();

describe('a store that is away', () => {
  it('stops the start if it is the graph, with one line that says what to do', async () => {
    await using proxy = await tcpProxy({ target: { host: '127.0.0.1', port: 1 } });
    const url = `bolt://127.0.0.1:${proxy.port}`;
    const started = open({ NEO4J_URI: url, NEO4J_PASSWORD: 'x-y-z-long-enough' });
    await expect(started).rejects.toThrow(StartError);
    await expect(started).rejects.toThrow(new RegExp(`^The graph at ${url} cannot be used: .*NEO4J_URI.*$`));
  });

  it('is reported if it is any other, and work goes on', async () => {
    await using platform = await closing(
      open({ REDIS_URL: 'redis://127.0.0.1:1', DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }),
    );
    expect(platform.health()).toMatchObject({
      state: 'degraded',
      stores: expect.arrayContaining([
        expect.objectContaining({ store: 'graph', state: 'healthy' }),
        expect.objectContaining({ store: 'cache', state: 'down', reason: 'Redis does not answer.' }),
        expect.objectContaining({ store: 'sql', state: 'down', reason: 'PostgreSQL does not answer.' }),
      ]),
    });
    const made = await platform
      .as({ id: 'test', scopes: ['*'] })
      .repo(Player)
      .create({ username: 'ada' });
    expect(made.username).toBe('ada');
  });
});

describe.skipIf(!redis)('Redis', () => {
  it('is found again after it was away', async () => {
    const { hostname, port } = new URL(redis?.url ?? '');
    await using proxy = await tcpProxy({ target: { host: hostname, port: Number(port) } });
    await using platform = await closing(
      open({ REDIS_URL: `redis://127.0.0.1:${proxy.port}`, GRAPHKEEP_BREAKER_HALF_OPEN_AFTER_MS: '50' }),
    );
    const state = async () =>
      (await platform.checkHealth()).stores.find(({ store }) => store === 'cache')?.state;
    await eventually(async () => expect(await state()).toBe('healthy'));
    proxy.refuse();
    proxy.reset();
    await eventually(async () => expect(await state()).not.toBe('healthy'));
    proxy.clear();
    await eventually(async () => expect(await state()).toBe('healthy'));
  });
});

describe.skipIf(!postgres)('PostgreSQL', () => {
  it('is healthy, and its black hole ends at the time-out', async () => {
    const url = new URL(postgres?.url ?? '');
    await using proxy = await tcpProxy({ target: { host: url.hostname, port: Number(url.port) } });
    url.port = String(proxy.port);
    await using platform = await closing(
      open({ DATABASE_URL: url.href, GRAPHKEEP_SQL_COMMAND_MS: '1000', DB_POOL_TIMEOUT: '1' }),
    );
    const sql = async () => (await platform.checkHealth()).stores.find(({ store }) => store === 'sql');
    expect(await sql()).toMatchObject({ state: 'healthy' });
    proxy.blackHole();
    const began = performance.now();
    expect(await sql()).toMatchObject({ state: 'failing' });
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

const closing = async <T extends { close(): Promise<void> }>(
  opening: Promise<T>,
): Promise<T & AsyncDisposable> => {
  const opened = await opening;
  return { ...opened, [Symbol.asyncDispose]: () => opened.close() };
};

describe('the secret', () => {
  const root = 'a secret of the tests, made by nobody at random';
  const kept = (secret: Record<string, string>) => open({ NEO4J_URI: `file:${folder}/kept`, ...secret });
  const system = { id: 'test', scopes: ['*'] };

  it('makes cursors good beyond the process, and hides what is to be hidden', async () => {
    const list = { orderBy: { username: 'asc' }, limit: 1 } as const;
    let next = '';
    {
      await using platform = await closing(kept({ GRAPHKEEP_SECRET: root }));
      const players = platform.as(system).repo(Player);
      for (const username of ['ada', 'bob'])
        await players.create({ username, email: `${username}@example.org` });
      next = (await players.find(list)).next ?? '';
    }
    {
      await using platform = await closing(kept({ GRAPHKEEP_SECRET: root }));
      const players = platform.as(system).repo(Player);
      const { items } = await players.find({ ...list, after: next });
      expect(items.map(({ email }) => email)).toEqual(['bob@example.org']);
      expect(await players.first({ where: { email: 'ada@example.org' } })).toMatchObject({ username: 'ada' });
    }
    await using platform = await closing(kept({ GRAPHKEEP_SECRET: `another: ${root}` }));
    const players = platform.as(system).repo(Player);
    await expect(players.find({ ...list, after: next })).rejects.toMatchObject({ field: 'after' });
    await expect(players.first({ where: { username: 'ada' } })).rejects.toThrow(/key|secret/i);
  });
});
