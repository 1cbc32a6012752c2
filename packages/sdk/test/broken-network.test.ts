import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TcpProxy, tcpProxy } from '@graphkeep/faults';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { client, impatientClient, newName } from './support/clients.ts';

let proxy: TcpProxy;
const throughProxy = (options = {}) =>
  impatientClient({ url: `http://${proxy.host}:${proxy.port}`, ...options });
const playersNamed = async (username: string) =>
  (await client().story.players.list({ where: { username } })).items;

beforeEach(async () => {
  const { hostname, port } = new URL(inject('url'));
  proxy = await tcpProxy({ target: { host: hostname, port: Number(port) } });
});
afterEach(() => proxy[Symbol.asyncDispose]());

it('asks again for an answer that was lost on its way', async () => {
  const { playerId } = await client().story.players.create({ username: newName() });
  const { gk, waits } = throughProxy();
  proxy.cut({ way: 'down', afterBytes: 100, times: 2 });
  await expect(gk.story.players.get({ playerId })).resolves.toMatchObject({ playerId });
  expect(proxy.counters.seen).toBe(3);
  expect(waits).toHaveLength(2);
});

it('makes a write once whose answer is lost, however often, and gives the answer', async () => {
  const username = newName();
  const { gk, waits } = throughProxy();
  proxy.cut({ way: 'down', afterBytes: 100, times: 2 });
  await expect(gk.story.players.create({ username })).resolves.toMatchObject({ username });
  expect(proxy.counters.seen).toBe(3);
  expect(waits).toHaveLength(2);
  expect(await playersNamed(username)).toHaveLength(1);
});

it('says that a write may have been done, when no answer comes through at all', async () => {
  const username = newName();
  const { gk } = throughProxy({ retries: 1 });
  proxy.cut({ way: 'down', afterBytes: 100, times: 2 });
  await expect(gk.story.players.create({ username })).rejects.toMatchObject({
    code: 'uncertain',
    status: 0,
    retryable: false,
    message: expect.stringContaining('the write may or may not have been done'),
  });
  expect(await playersNamed(username)).toHaveLength(1);
});

it('makes a write that never arrived', async () => {
  const username = newName();
  const { gk } = throughProxy();
  proxy.cut({ way: 'up', times: 1 });
  await expect(gk.story.players.create({ username })).resolves.toMatchObject({ username });
  expect(await playersNamed(username)).toHaveLength(1);
});

it('takes the key that it is given, for the same change of another program', async () => {
  const username = newName();
  const idempotencyKey = `order-${username}`;
  const first = await client().story.players.create({ username }, { idempotencyKey });
  await expect(client().story.players.create({ username }, { idempotencyKey })).resolves.toEqual(first);
  await expect(
    client().story.players.create({ username: newName() }, { idempotencyKey }),
  ).rejects.toMatchObject({ code: 'idempotency_mismatch', status: 409 });
  await expect(client().story.players.create({ username }, { idempotencyKey: 'a b' })).rejects.toThrow(
    TypeError,
  );
});

it('gives up in time when answers are swallowed, and writes once', async () => {
  const username = newName();
  const idempotencyKey = `swallowed-${username}`;
  const { gk } = throughProxy({ timeoutMs: 300 });
  proxy.blackHole('down');
  const began = performance.now();
  await expect(gk.system.version()).rejects.toMatchObject({ code: 'timeout' });
  await expect(gk.story.players.create({ username }, { idempotencyKey })).rejects.toMatchObject({
    code: 'timeout',
    retryable: false,
  });
  expect(performance.now() - began).toBeLessThan(3_000);
  // Whether the server had come to the write within its time or not: asked again, it is there once.
  await expect(client().story.players.create({ username }, { idempotencyKey })).resolves.toMatchObject({
    username,
  });
  expect(await playersNamed(username)).toHaveLength(1);
});

it('answers rightly over a slow and trembling line', async () => {
  const { gk } = throughProxy();
  proxy.latency({ up: 20, down: 20, jitter: 20 });
  await expect(gk.system.version()).resolves.toEqual(await client().system.version());
});

it('says that nothing listens, and that nothing was done', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const address = free.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  free.close();
  await once(free, 'close');
  const { gk, waits } = impatientClient({ url: `http://127.0.0.1:${port}` });
  const refused = { code: 'unavailable', status: 0, message: 'The server cannot be reached (ECONNREFUSED).' };
  await expect(gk.system.version()).rejects.toMatchObject(refused);
  expect(waits).toHaveLength(2);
  await expect(gk.story.players.create({ username: 'ada' })).rejects.toMatchObject({
    ...refused,
    retryable: true,
  });
  expect(waits).toHaveLength(4);
});
