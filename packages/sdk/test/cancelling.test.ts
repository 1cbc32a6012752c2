import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { eventually } from '@graphkeep/test/eventually';
import { expect, it } from 'vitest';
import { client, newName, watchedClient } from './support/clients.ts';
import { errorBody, httpServer, json } from './support/http-server.ts';

const cancelled = { code: 'cancelled', status: 0, retryable: false, message: 'The caller ended the call.' };
const silence = () => {};

it('sends nothing when its signal is aborted before', async () => {
  const { gk, requests } = watchedClient();
  const signal = AbortSignal.abort('not wanted');
  const read = gk.system.version(undefined, { signal });
  await expect(read).rejects.toMatchObject({ ...cancelled, cause: 'not wanted' });
  const write = gk.story.players.create({ username: 'never' }, { signal });
  await expect(write).rejects.toMatchObject(cancelled);
  expect(requests).toHaveLength(0);
});

it.each(['reads', 'writes'])('ends a call under way, and its connection (%s)', async (kind) => {
  let asked: IncomingMessage | undefined;
  await using server = await httpServer((request) => {
    asked = request;
  });
  const gk = client({ url: server.url });
  const ending = new AbortController();
  const options = { signal: ending.signal };
  const call =
    kind === 'reads'
      ? gk.system.version(undefined, options)
      : gk.story.players.create({ username: 'ada' }, options);
  const outcome = expect(call).rejects.toMatchObject({ ...cancelled, cause: 'changed my mind' });
  const { socket } = await eventually(() => asked ?? expect.fail('nobody has asked yet'));
  ending.abort('changed my mind');
  await outcome;
  if (!socket.destroyed) await once(socket, 'close');
  expect(server.requests).toHaveLength(1);
});

it('ends the wait between two attempts', async () => {
  await using server = await httpServer((_, response) =>
    json(response, 503, errorBody({ code: 'unavailable', retryAfterMs: 20_000 })),
  );
  const ending = new AbortController();
  const call = client({ url: server.url }).system.version(undefined, { signal: ending.signal });
  const outcome = expect(call).rejects.toMatchObject(cancelled);
  await eventually(() => expect(server.requests).toHaveLength(1));
  ending.abort();
  await outcome;
  expect(server.requests).toHaveLength(1);
});

it('ends a walk between two pages', async () => {
  const { gk, requests } = watchedClient();
  const ending = new AbortController();
  const walk = async () => {
    for await (const _ of gk.story.players.list({ limit: 1 }, { signal: ending.signal })) ending.abort();
  };
  await gk.story.players.create({ username: newName() });
  await gk.story.players.create({ username: newName() });
  requests.length = 0;
  await expect(walk()).rejects.toMatchObject(cancelled);
  expect(requests).toHaveLength(1);
});

it.each(['together', 'alone', 'writes'])('ends by itself when no answer comes (%s)', async (kind) => {
  await using server = await httpServer(silence);
  const gk = client({ url: server.url, timeoutMs: kind === 'together' ? 250 : 30_000 });
  const own = { timeoutMs: 250 };
  const calls = {
    together: () => gk.system.version(),
    alone: () => gk.system.version(undefined, own),
    writes: () => gk.story.players.create({ username: 'ada' }, own),
  };
  await expect(calls[kind as keyof typeof calls]()).rejects.toMatchObject({
    code: 'timeout',
    status: 0,
    message: 'No whole answer came within 250 ms.',
  });
  expect(server.requests).toHaveLength(1);
});

it('tells the server how long it waits', async () => {
  const { gk, requests } = watchedClient({ timeoutMs: 1_234 });
  await gk.system.version();
  expect(requests[0]?.headers.get('x-deadline-ms')).toBe('1234');
});

it('refuses a time-out that is none, and sends nothing', async () => {
  const { gk, requests } = watchedClient();
  const call = gk.system.version(undefined, { timeoutMs: 0 });
  await expect(call).rejects.toThrow('timeoutMs: must be a whole number of milliseconds from 1');
  expect(requests).toHaveLength(0);
});
