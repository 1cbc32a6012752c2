import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { impatientClient } from './support/clients.ts';
import { errorBody, httpServer, json, resultBody } from './support/http-server.ts';

type Answer = (response: ServerResponse) => void;
const reset: Answer = ({ socket }) => void socket?.resetAndDestroy();
const page: Answer = (response) => void response.writeHead(502).end('<h1>Bad Gateway</h1>');
const half: Answer = (response) => void response.writeHead(200).end('{"result":{"data":');
const cut: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"result":', () => response.destroy());
};
const underWay: Answer = (response) =>
  json(response, 409, errorBody({ code: 'in_progress', retryAfterMs: 5 }));
const right: Answer = (response) => json(response, 200, resultBody('made'));

/** Makes a change once for each key, as Graphkeep's server does, and then answers as it is told. */
const keepingServer = async (answers: readonly Answer[]) => {
  const made = new Map<string, number>();
  const left = [...answers];
  const server = await httpServer((request, response) => {
    const key = String(request.headers['idempotency-key']);
    if (!made.has(key)) made.set(key, 1);
    (left.shift() ?? right)(response);
  });
  return { server, made };
};

it.each<[string, readonly Answer[]]>([
  ['resets', [reset, reset, reset]],
  ['pages of a proxy', [page, page, page]],
  ['halves of answers', [half, cut, half]],
  ['all of them', [reset, page, cut]],
])('makes a change once, though its answer is lost by %s', async (_, answers) => {
  const { server, made } = await keepingServer(answers);
  await using opened = server;
  const { gk } = impatientClient({ url: opened.url, retries: 3 });
  await expect(gk.story.players.create({ username: 'ada' })).resolves.toBe('made');
  expect(opened.requests).toHaveLength(4);
  expect([...made.values()]).toEqual([1]);
});

it('asks after a change that is under way for as long as a call may take, by the same key', async () => {
  const { server, made } = await keepingServer(Array<Answer>(20).fill(underWay));
  await using opened = server;
  const { gk, waits } = impatientClient({ url: opened.url, retries: 1, timeoutMs: 20_000 });
  await expect(gk.story.players.create({ username: 'ada' })).resolves.toBe('made');
  expect(opened.requests).toHaveLength(21);
  expect(waits).toEqual(Array(20).fill(5));
  expect(made.size).toBe(1);
});

it('gives up on a change that stays under way, when the time of the call is over', async () => {
  await using server = await httpServer((_, response) =>
    json(response, 409, errorBody({ code: 'in_progress', retryAfterMs: 400 })),
  );
  const { gk, waits } = impatientClient({ url: server.url, timeoutMs: 1_000 });
  const call = gk.story.players.create({ username: 'ada' });
  await expect(call).rejects.toMatchObject({ code: 'in_progress', status: 409, retryable: true });
  // Two within the second, and the two that every failure has.
  expect(waits).toEqual([400, 400, 400, 400]);
  await expect(
    impatientClient({ url: server.url, retries: 0 }).gk.story.players.create({ username: 'ada' }),
  ).rejects.toMatchObject({ code: 'in_progress' });
  expect(server.requests).toHaveLength(6);
});

it.each(['read', 'write'])('calls again where a connection that was kept is closed (%s)', async (kind) => {
  const used = new WeakSet<object>();
  const made = new Set<unknown>();
  await using server = await httpServer((request, response) => {
    made.add(request.headers['idempotency-key']);
    if (used.has(request.socket)) return request.socket.resetAndDestroy();
    used.add(request.socket);
    json(response, 200, request.url?.includes('batch') ? [resultBody(1)] : resultBody(1));
  });
  const { gk } = impatientClient({ url: server.url });
  for (let call = 0; call < 3; call++)
    await expect(
      kind === 'read' ? gk.system.version() : gk.story.players.create({ username: 'ada' }),
    ).resolves.toBe(1);
  expect(server.requests.length).toBeGreaterThan(3);
  expect(made.size).toBe(kind === 'read' ? 1 : 3);
});
