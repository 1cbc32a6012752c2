import { newId } from '@graphkeep/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer } from './servers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const ask = async (method: string, path: string, body?: unknown, key = API_KEY) => {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
};

it('takes and answers plain JSON', async () => {
  const username = `u${newId('ply').slice(4)}`;
  const made = await ask('POST', '/v1/story/players', { username });
  expect(made).toMatchObject({ status: 201, body: { username, createdAt: expect.stringMatching(/Z$/) } });
  const read = await ask('GET', `/v1/story/players/${String(made.body?.['playerId'])}`);
  expect(read).toEqual({ ...made, status: 200 });
});

it.each([
  ['no such thing', () => ask('GET', `/v1/story/players/${newId('ply')}`), 404, 'not_found'],
  ['no such address', () => ask('GET', '/v1/story/nobody'), 404, 'unknown_path'],
  ['a body that is no JSON', () => ask('POST', '/v1/story/players', '{'), 400, 'invalid_input'],
  ['a wrong field', () => ask('POST', '/v1/story/players', { username: 5 }), 400, 'invalid_input'],
  [
    'a wrong key',
    () => ask('GET', `/v1/story/players/${newId('ply')}`, undefined, `${API_KEY}x`),
    401,
    'unauthenticated',
  ],
] as const)('tells of %s as problem+json', async (_, send, status, code) => {
  expect(await send()).toMatchObject({
    status,
    type: expect.stringContaining('application/problem+json'),
    body: { status, code, requestId: expect.stringMatching(/^req_/) },
  });
});

it('describes itself by OpenAPI, to everybody', async () => {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, object>;
  };
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/story/players']).toHaveProperty('post');
});
