import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { apiKey, impatientClient } from './support/clients.ts';
import { errorBody, httpServer, json } from './support/http-server.ts';

type Answer = (response: ServerResponse, key: string) => void;
const page =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response, key) =>
    void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(`<h1>For ${key}</h1>`);
const stream =
  (text: string): Answer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);
const event = (key: string, id: number) => `data: {"json":{"kind":"created","key":"${key}"}}\nid: ${id}\n\n`;

/** The first so many changes that come of answers which are given one after the other. */
const listen = async (answers: readonly Answer[], count = 1) => {
  const left = [...answers];
  await using server = await httpServer((request, response) =>
    (left.shift() ?? page(404))(response, request.headers.authorization ?? ''),
  );
  const { gk, waits, logged } = impatientClient({ url: server.url });
  const keys: unknown[] = [];
  const listening = async () => {
    for await (const change of gk.story.players.changes()) {
      keys.push('key' in change && change.key);
      if (keys.length === count) return;
    }
  };
  const error = await listening().catch((reason: unknown) => reason);
  expect(inspect([error, logged], { depth: 10, showHidden: true })).not.toContain(apiKey.slice(0, 12));
  return { error, keys, waits, requests: server.requests.length, logged };
};

it.each<[string, Answer, string, number]>([
  ['a page for a stream', page(200), 'internal', 200],
  ['a redirect', page(307, { location: 'http://a.example/' }), 'internal', 307],
  ['a 401 page', page(401), 'unauthenticated', 401],
  ['a 403 page', page(403), 'forbidden', 403],
  [
    'an error of the server',
    (response) => json(response, 400, errorBody({ code: 'invalid_input' })),
    'invalid_input',
    400,
  ],
  [
    'an error in the stream',
    stream(
      'event: serialized-error\ndata: {"json":{"message":"no","code":-32603,"data":{"code":"forbidden"}}}\n\n',
    ),
    'forbidden',
    403,
  ],
  [
    'an error in the stream that is none',
    stream('event: serialized-error\ndata: {"json":\n\n'),
    'internal',
    500,
  ],
])('ends with a typed error at %s', async (_, answer, code, status) => {
  const { error, requests } = await listen([answer]);
  expect(error).toMatchObject({ name: 'GraphkeepApiError', code, status });
  expect(requests).toBe(1);
});

it.each<[string, Answer]>([
  ['a 502 page', page(502)],
  ['a 503 page', page(503)],
  ['a 504 page', page(504)],
  ['a 429 page', page(429)],
  ['a reset', ({ socket }) => void socket?.resetAndDestroy()],
  ['an end without a word', stream('')],
  ['an event that cannot be read', stream('data: {oops\n\n')],
])('connects again after %s, and goes on', async (_, answer) => {
  const { error, keys, requests } = await listen([stream(event('a', 1)), answer, stream(event('b', 2))], 2);
  expect(error).toBeUndefined();
  expect(keys).toEqual(['a', 'b']);
  expect(requests).toBe(3);
});

it('waits as the server asks, and longer each time where it does not', async () => {
  const { waits } = await listen([
    page(503, { 'retry-after': '7' }),
    page(502),
    page(502),
    page(502),
    stream(event('a', 1)),
  ]);
  expect(waits[0]).toBe(7_000);
  for (const [index, most] of [500, 1_000, 2_000].entries()) {
    expect(waits[index + 1]).toBeGreaterThanOrEqual(most / 2);
    expect(waits[index + 1]).toBeLessThanOrEqual(most);
  }
});
