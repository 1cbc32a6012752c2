import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { GraphkeepApiError } from '../src/index.ts';
import { apiKey, impatientClient } from './support/clients.ts';
import { errorBody, httpServer, json, resultBody } from './support/http-server.ts';

type Answer = (response: ServerResponse) => void;
const page =
  (
    status: number,
    headers: Readonly<Record<string, string>> = {},
    body = `<html>\n<h1>${status}</h1></html>`,
  ): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
const body =
  (status: number, value: unknown): Answer =>
  (response) =>
    json(response, status, value);
const halfAnswer: Answer = (response) => void response.writeHead(200).end('[{"result":{"data":{"json":');
const cutAnswer: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('[{"result":', () => response.destroy());
};
const stalledAnswer: Answer = (response) => {
  response.writeHead(200).write('[{"result":');
};
const drippingAnswer: Answer = (response) => {
  const drip = setInterval(() => response.write(' '), 20);
  response.writeHead(200).once('close', () => clearInterval(drip));
};
const reset: Answer = ({ socket }) => void socket?.resetAndDestroy();

interface Case {
  readonly name: string;
  readonly answer: Answer;
  /** Codes that a read and a write fail with. */
  readonly read: string;
  readonly write: string;
  readonly status: number;
}

const cases: readonly Case[] = [
  { name: 'a 502 page', answer: page(502), read: 'unavailable', write: 'uncertain', status: 502 },
  { name: 'a 503 page', answer: page(503), read: 'unavailable', write: 'uncertain', status: 503 },
  { name: 'a 504 page', answer: page(504), read: 'timeout', write: 'uncertain', status: 504 },
  { name: 'a 500 page', answer: page(500), read: 'internal', write: 'uncertain', status: 500 },
  { name: 'a 404 page', answer: page(404), read: 'internal', write: 'internal', status: 404 },
  { name: 'a 401 page', answer: page(401), read: 'unauthenticated', write: 'unauthenticated', status: 401 },
  { name: 'a 403 page', answer: page(403), read: 'forbidden', write: 'forbidden', status: 403 },
  { name: 'a 413 page', answer: page(413), read: 'too_large', write: 'too_large', status: 413 },
  { name: 'a 429 page', answer: page(429), read: 'rate_limited', write: 'rate_limited', status: 429 },
  { name: 'a page for an answer', answer: page(200), read: 'internal', write: 'uncertain', status: 200 },
  { name: 'an empty answer', answer: page(200, {}, ''), read: 'internal', write: 'uncertain', status: 200 },
  { name: 'no content', answer: page(204, {}, ''), read: 'internal', write: 'uncertain', status: 204 },
  { name: 'other JSON', answer: body(200, { hello: 1 }), read: 'internal', write: 'uncertain', status: 200 },
  { name: 'other JSON in a list', answer: body(200, [1]), read: 'internal', write: 'uncertain', status: 200 },
  { name: 'null', answer: body(200, null), read: 'internal', write: 'uncertain', status: 200 },
  {
    name: "a gateway's JSON",
    answer: body(503, { message: 'no' }),
    read: 'unavailable',
    write: 'uncertain',
    status: 503,
  },
  { name: 'half of an answer', answer: halfAnswer, read: 'internal', write: 'uncertain', status: 200 },
  {
    name: 'an answer that breaks off',
    answer: cutAnswer,
    read: 'unavailable',
    write: 'uncertain',
    status: 0,
  },
  { name: 'a reset', answer: reset, read: 'unavailable', write: 'uncertain', status: 0 },
  { name: 'an answer that stalls', answer: stalledAnswer, read: 'timeout', write: 'timeout', status: 0 },
  { name: 'an answer that drips', answer: drippingAnswer, read: 'timeout', write: 'timeout', status: 0 },
];

describe.each(cases)('$name', ({ answer, read, write, status }) => {
  // Short only where the time is what ends the call.
  const timeoutMs = answer === stalledAnswer || answer === drippingAnswer ? 300 : 10_000;
  it('fails a read with its meaning, after the attempts that make sense', async () => {
    await using server = await httpServer((_, response) => answer(response));
    const { gk, waits } = impatientClient({ url: server.url, timeoutMs });
    await expect(gk.system.version()).rejects.toMatchObject({
      name: 'GraphkeepApiError',
      code: read,
      status,
    });
    const attempts = ['unavailable', 'rate_limited'].includes(read) ? 3 : 1;
    expect(server.requests).toHaveLength(attempts);
    expect(waits).toHaveLength(attempts - 1);
  });

  it('fails a write with its meaning, and repeats it by the same key where that may help', async () => {
    await using server = await httpServer((_, response) => answer(response));
    const { gk } = impatientClient({ url: server.url, timeoutMs });
    const call = gk.story.players.create({ username: 'ada' });
    await expect(call).rejects.toMatchObject({ name: 'GraphkeepApiError', code: write, status });
    const attempts = ['uncertain', 'rate_limited'].includes(write) ? 3 : 1;
    expect(server.requests).toHaveLength(attempts);
    expect(new Set(server.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });
});

it('quotes what is not an answer, in short', async () => {
  await using server = await httpServer((_, response) => page(502, { 'x-request-id': 'r-1' })(response));
  const { gk } = impatientClient({ url: server.url });
  await expect(gk.system.version()).rejects.toMatchObject({
    message: "The answer (HTTP 502) is not Graphkeep's: <html> <h1>502</h1></html>",
    requestId: 'r-1',
  });
});

it('waits as a busy server asks, in its own words or in those of HTTP, then answers', async () => {
  const inThreeSeconds = () => new Date(Date.now() + 3_500).toUTCString();
  const answers: Answer[] = [
    body(503, errorBody({ code: 'overloaded', retryAfterMs: 1_500 })),
    page(503, { 'retry-after': '2' }),
    (response) => page(429, { 'retry-after': inThreeSeconds() })(response),
    body(200, [resultBody({ version: '1' })]),
  ];
  await using server = await httpServer((_, response) => answers.shift()?.(response));
  const { gk, waits } = impatientClient({ url: server.url, retries: 3 });
  await expect(gk.system.version()).resolves.toEqual({ version: '1' });
  expect(waits.slice(0, 2)).toEqual([1_500, 2_000]);
  // Both clocks of HTTP go by the second.
  expect([3_000, 4_000]).toContain(waits[2]);
});

it('leaves a server alone that asks for an hour', async () => {
  await using server = await httpServer((_, response) => page(503, { 'retry-after': '3600' })(response));
  const { gk, waits } = impatientClient({ url: server.url });
  const call = gk.system.version();
  await expect(call).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 3_600_000 });
  expect(server.requests).toHaveLength(1);
  expect(waits).toEqual([]);
});

it('repeats of a batch only what failed for a while', async () => {
  const answers: Answer[] = [
    body(207, [
      resultBody({ version: '1' }),
      errorBody({ code: 'unavailable' }),
      errorBody({ code: 'forbidden' }),
    ]),
    body(200, [resultBody({ version: '2' })]),
  ];
  await using server = await httpServer((_, response) => answers.shift()?.(response));
  const { gk } = impatientClient({ url: server.url });
  const results = await Promise.allSettled([gk.system.version(), gk.system.version(), gk.system.version()]);
  expect(results).toMatchObject([
    { value: { version: '1' } },
    { value: { version: '2' } },
    { reason: { code: 'forbidden' } },
  ]);
  expect(server.requests.map(({ url }) => url)).toEqual([
    '/trpc/system.version,system.version,system.version?batch=1',
    '/trpc/system.version?batch=1',
  ]);
});

it('fails what a batch left out', async () => {
  await using server = await httpServer((_, response) => json(response, 200, [resultBody({ version: '1' })]));
  const { gk } = impatientClient({ url: server.url });
  const results = await Promise.allSettled([gk.system.version(), gk.system.version()]);
  expect(results).toMatchObject([{ value: { version: '1' } }, { reason: { code: 'internal' } }]);
});

it.each(['read', 'write'])('does not follow a redirect, nor carry the key there (%s)', async (kind) => {
  await using elsewhere = await httpServer((_, response) => json(response, 200, [resultBody({})]));
  const redirect = page(307, { location: `${elsewhere.url}/trpc` });
  await using server = await httpServer((_, response) => redirect(response));
  const { gk } = impatientClient({ url: server.url });
  const call = kind === 'read' ? gk.system.version() : gk.story.players.create({ username: 'ada' });
  await expect(call).rejects.toMatchObject({
    code: 'internal',
    status: 307,
    message: `The server redirects to ${elsewhere.url}/trpc, which is not followed. Give createGraphkeep the final address as its url.`,
  });
  expect(server.requests).toHaveLength(1);
  expect(elsewhere.requests).toHaveLength(0);
});

it('takes of an error only what has the right form', async () => {
  const data = {
    code: 'invalid_input',
    field: 7,
    requestId: {},
    retryAfterMs: 'soon',
    issues: [1, { field: 'a', message: 'b' }],
  };
  await using server = await httpServer((_, response) => json(response, 400, errorBody(data)));
  const { gk } = impatientClient({ url: server.url });
  await expect(gk.system.version()).rejects.toMatchObject({
    code: 'invalid_input',
    status: 400,
    field: undefined,
    requestId: undefined,
    retryAfterMs: undefined,
    issues: [{ field: 'a', message: 'b' }],
  });
});

it.each<[string, (key: string) => Answer]>([
  ['a page', (key) => page(502, {}, `You sent ${key}.`)],
  ['a page that is cut short in the midst of it', (key) => page(502, {}, `${'x'.repeat(90)}${key}`)],
  ['a redirect', (key) => page(302, { location: `http://a.example/?key=${key}` })],
  ["one of Graphkeep's errors", (key) => body(400, errorBody({ code: 'invalid_input' }, `What is ${key}?`))],
  [
    'every field of an error',
    (key) => (response) => {
      response.setHeader('x-request-id', key);
      const data = { code: 'invalid_input', field: key, issues: [{ field: key, message: key }] };
      json(response, 400, errorBody({ ...data, status: 400 }));
    },
  ],
  ["an error's own id and code", (key) => body(400, errorBody({ code: key, requestId: key, status: 400 }))],
  ["a page's id", (key) => page(502, { 'x-request-id': key })],
  ["another product's error", (key) => body(400, errorBody({ code: 'nope' }, `What is ${key}?`))],
  ['other JSON', (key) => body(200, { headers: { authorization: key } })],
  ...cases.map(({ name, answer }): [string, () => Answer] => [name, () => answer]),
])('keeps the key out of every error, and of the log: %s', async (_, answerTo) => {
  await using server = await httpServer((request, response) =>
    answerTo(request.headers.authorization ?? '')(response),
  );
  const { gk, logged } = impatientClient({ url: server.url, timeoutMs: 100 });
  for (const call of [() => gk.system.version(), () => gk.story.players.create({ username: 'ada' })]) {
    const error = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GraphkeepApiError);
    for (const told of [error, logged])
      expect(inspect(told, { depth: 10, showHidden: true })).not.toContain(apiKey.slice(0, 12));
  }
  expect(logged.length).toBeGreaterThanOrEqual(2);
});
