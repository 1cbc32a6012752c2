import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readToolEnvironment } from '../src/environment.ts';
import type { Launchers, Server } from '../src/servers/server.ts';
import { pingDocker } from '../src/sources/docker.ts';
import { launchersInOrder } from '../src/sources/in-order.ts';
import { client, ownFolders } from './support.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphkeep-docker-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a Docker daemon is one that answers a ping at DOCKER_HOST', async () => {
  const socket = join(folder, 'docker.sock');
  const tools = readToolEnvironment({ DOCKER_HOST: `unix://${socket}` });
  await expect(pingDocker(tools)).rejects.toThrow(`no Docker daemon answers at DOCKER_HOST=unix://${socket}`);
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end('OK');
  }).listen(socket);
  await once(server, 'listening');
  await expect(pingDocker(tools)).resolves.toBeUndefined();
  expect(asked).toEqual(['/_ping']);
  server.close();
});

const options = { durable: false, note: () => {} };
const redisAt = (url: string): Server<'redis'> => ({
  address: { store: 'redis', url },
  nodes: [],
  remove: async () => {},
});
const no = (reason: string) => () => Promise.reject(new Error(reason));
const none = (reason: string): Launchers => ({
  neo4j: no(reason),
  redis: no(reason),
  postgres: no(reason),
  cluster: no(reason),
  sentinel: no(reason),
});

test('a source is asked only where those before it have no such store; the error has every reason', async () => {
  const docker = {
    name: 'Docker',
    launchers: { ...none('asleep'), redis: async () => redisAt('redis://docker') },
  };
  const local = { name: 'local server', launchers: none('no apt') };
  const launchers = launchersInOrder([docker, local]);
  expect((await launchers.redis(options)).address.url).toBe('redis://docker');
  await expect(launchers.postgres(options)).rejects.toThrow('Docker: asleep; local server: no apt');
});

const answers = await pingDocker(readToolEnvironment()).then(
  () => true,
  () => false,
);
if (answers) {
  test('with Docker every store is a container, and one of the caller’s own can be stopped and started', async () => {
    const stores = client(ownFolders(), { DOCKER_HOST: process.env['DOCKER_HOST'] });
    expect(await stores.testNeo4j()).toMatchObject({ username: 'neo4j', pid: undefined });
    expect(await stores.testPostgres()).toMatchObject({ pid: undefined });
    expect((await stores.testRedisCluster())?.nodes).toHaveLength(6);
    expect((await stores.testRedisSentinel())?.sentinels).toHaveLength(3);
    const own = await stores.testRedis({ isolated: true });
    expect(own).toMatchObject({ pid: undefined });
    await own?.stop('SIGKILL');
    await own?.start();
  }, 600_000);
} else {
  console.info('not proved here, for want of a Docker daemon: stores in containers');
}
