import { expect, it } from 'vitest';
import { GraphkeepApiError } from '../src/index.ts';
import { impatientClient } from './support/clients.ts';
import { errorBody, httpServer, json, resultBody } from './support/http-server.ts';

const failing = async (data: Readonly<Record<string, unknown>>, retries = 0) => {
  await using server = await httpServer((_, response) => json(response, 200, [errorBody(data)]));
  const { gk } = impatientClient({ url: server.url, retries });
  const error = await gk.system.version().catch((reason: unknown) => reason);
  return { error, attempts: server.requests.length };
};

it.each([
  [400, 'invalid_input'],
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'wrong_state'],
  [418, 'internal'],
  [429, 'rate_limited'],
  [500, 'internal'],
  [503, 'unavailable'],
])("takes a newer server's code of HTTP %s for %s, and keeps it", async (status, code) => {
  const { error } = await failing({ code: 'quota_of_tomorrow', status, retryable: false });
  expect(error).toBeInstanceOf(GraphkeepApiError);
  expect(error).toMatchObject({
    code,
    status,
    serverCode: 'quota_of_tomorrow',
    retryable: false,
    message: 'Said by the server.',
  });
});

it('repeats what a newer server says may pass, whatever its code', async () => {
  expect((await failing({ code: 'moving_house', status: 503, retryable: true }, 2)).attempts).toBe(3);
  expect((await failing({ code: 'moving_house', status: 503, retryable: false }, 2)).attempts).toBe(1);
});

it('takes errors of a newer server that tell more, and of an older that tell less', async () => {
  const more = { code: 'not_found', status: 404, hint: { say: ['more'] }, docs: 7, retryable: 'maybe' };
  expect((await failing(more)).error).toMatchObject({ code: 'not_found', status: 404, retryable: false });
  expect((await failing({ code: 'not_found' })).error).toMatchObject({ code: 'not_found', status: 404 });
  expect((await failing({})).error).toMatchObject({ code: 'internal', message: 'Said by the server.' });
});

it('gives what a newer server answers as it is, and does without the headers of an older', async () => {
  const data = { version: '9', since: new Date(0), added: { tomorrow: true } };
  await using server = await httpServer((_, response) =>
    json(response, 200, [{ ...resultBody(data), trailer: 1, meta: {} }]),
  );
  const { gk } = impatientClient({ url: server.url });
  const answer = await gk.system.version().withResponse();
  expect(answer.data).toEqual(data);
  expect(answer).toMatchObject({ requestId: undefined, serverTiming: [] });
});

it('takes the request id from the header where an error of an older server has none', async () => {
  await using server = await httpServer((_, response) => {
    response.setHeader('x-request-id', 'req_7');
    json(response, 404, errorBody({ code: 'not_found' }));
  });
  const { gk } = impatientClient({ url: server.url });
  await expect(gk.system.version()).rejects.toMatchObject({ requestId: 'req_7' });
});

it('leaves to newer clients what a newer server tells in a live connection', async () => {
  const lines = [
    'event: weather\ndata: {"json":{"kind":"created","key":"no"}}\nid: 1\n\n',
    'data: {"json":{"kind":"created","key":"a","at":0,"colour":"red"}}\nid: 2\nretry: 5\nmood: fine\n\n',
    'data: {"json":{"kind":"recoloured","key":"a"}}\nid: 3\n\n',
    'data: {"json":{"kind":"ready","load":0.5}}\nid: 4\n\n',
    'data: {"json":{"kind":"removed","key":"a"}}\nid: 5\n\n',
  ];
  await using server = await httpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(lines.join(''));
  });
  const { gk } = impatientClient({ url: server.url });
  const seen: unknown[] = [];
  for await (const { id, event } of gk.story.players.changes().withIds()) {
    seen.push([id, event.kind]);
    if (seen.length === 2) break;
  }
  expect(seen).toEqual([
    ['2', 'created'],
    ['5', 'removed'],
  ]);
});

it('gives the events of other procedures as they are', async () => {
  await using server = await httpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"json":{"kind":"recoloured"}}\nid: 1\n\n');
  });
  const { gk } = impatientClient({ url: server.url });
  for await (const event of gk.story.conversation.live({ sessionId: 'ses_1' })) {
    expect(event).toEqual({ kind: 'recoloured' });
    break;
  }
});
