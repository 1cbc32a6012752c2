import { errors, limits } from '@graphkeep/contract';
import { createMetrics } from '@graphkeep/core';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearerAuthentication } from '../src/auth/bearer-authentication.ts';
import { configuredKey } from '../src/auth/configured-key.ts';
import { statusRoutes } from '../src/status-routes.ts';
import { API_KEY, startTestServer, type TestServer } from './servers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    GRAPHKEEP_BATCH_ITEMS: '50',
    GRAPHKEEP_BODY_LIMIT: '2000',
    GRAPHKEEP_CORS_ORIGINS: 'https://app.example',
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const call = (path: string, init: RequestInit = {}) =>
  fetch(server.url + path, { ...init, headers: { authorization: `Bearer ${API_KEY}`, ...init.headers } });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  call(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
const problem = async (response: Response) => {
  const body = (await response.json()) as {
    error: {
      json: { message: string; data: { code: keyof typeof errors; status: number; requestId?: string } };
    };
  };
  return { http: response.status, message: body.error.json.message, ...body.error.json.data };
};

describe('a request', () => {
  it("has an id: the caller's own if it is well formed, else one that is made", async () => {
    expect(
      (await call('/livez', { headers: { 'x-request-id': 'order-7:a' } })).headers.get('x-request-id'),
    ).toBe('order-7:a');
    for (const bad of ['a b', 'x'.repeat(limits.requestIdLength + 1), '<script>']) {
      expect(
        (await call('/livez', { headers: { 'x-request-id': bad } })).headers.get('x-request-id'),
      ).toMatch(/^req_/);
    }
  });

  it('leaves its id in the log of what failed', async () => {
    await post('/trpc/story.players.create', '{"json":{"username":"x"}}', {
      'x-request-id': 'find-me',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    const line = server.logged
      .map((one) => JSON.parse(one) as Record<string, unknown>)
      .find((one) => one['requestId'] === 'find-me');
    expect(line).toMatchObject({
      procedure: 'story.players.create',
      code: 'invalid_input',
      traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
    });
  });

  it('that comes too late does nothing', async () => {
    const answer = await problem(
      await post('/trpc/story.players.create', '{"json":{"username":"too-late"}}', {
        'x-deadline-ms': '0.001',
      }),
    );
    expect(answer).toMatchObject({ http: 504, code: 'timeout' });
    const list = await (await call('/trpc/story.players.list')).json();
    expect(JSON.stringify(list)).not.toContain('too-late');
  });
});

describe('a limit', () => {
  it('on the body', async () => {
    expect(
      await problem(
        await post('/trpc/story.players.create', JSON.stringify({ json: { username: 'x'.repeat(3_000) } })),
      ),
    ).toMatchObject({ http: 413, code: 'too_large' });
  });

  it('on the calls of a batch', async () => {
    const path = `/trpc/${Array(51).fill('system.version').join(',')}?batch=1`;
    const response = await call(path);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/batch/i);
    expect((await call(path.replace('system.version,', ''))).status).toBe(200);
  });

  it('on the address: a batch of thousands of commas is not even read', async () => {
    const answer = await problem(await call(`/trpc/${','.repeat(limits.maxUrlLength)}?batch=1`));
    expect(answer).toMatchObject({
      http: 413,
      code: 'too_large',
      message: expect.stringContaining(`${limits.maxUrlLength} characters`),
    });
  });
});

describe('an error', () => {
  it.each([
    ['an unknown procedure', () => call('/trpc/story.nobody.list'), 'unknown_path'],
    ['an unknown address', () => call('/nowhere'), 'unknown_path'],
    ['a change by GET', () => call('/trpc/story.players.create?input=%7B%7D'), 'wrong_method'],
    ['a body that is no JSON', () => post('/trpc/story.players.create', '{'), 'invalid_input'],
    [
      'another media type',
      () => post('/trpc/story.players.create', 'x', { 'content-type': 'text/plain' }),
      'wrong_media_type',
    ],
    ['a body that is null', () => post('/trpc/story.players.create', 'null'), 'invalid_input'],
    [
      'an unknown type in it',
      () =>
        post(
          '/trpc/story.players.create',
          '{"json":{"username":"abc"},"meta":{"values":{"username":[["custom","Nope"]]}}}',
        ),
      'invalid_input',
    ],
    ['an address that cannot be read', () => call('/trpc/%E0%A4%A'), 'invalid_input'],
    ['a missing input', () => post('/trpc/story.players.create', ''), 'invalid_input'],
    ['no key', () => fetch(`${server.url}/trpc/story.players.list`), 'unauthenticated'],
  ] as const)('for %s has the status of the table, and no stack', async (_, send, code) => {
    const response = await send();
    const text = await response.clone().text();
    expect(await problem(response)).toMatchObject({
      http: errors[code].status,
      code,
      status: errors[code].status,
    });
    expect(text).not.toMatch(/node_modules|\bat .*\.ts:|stack/);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  });
});

describe('what others ask for', () => {
  it('balancers: live and ready', async () => {
    expect(await (await fetch(`${server.url}/livez`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({
      status: 'healthy',
      stores: [{ store: 'graph' }],
    });
  });

  it('Prometheus: calls, queries and guards', async () => {
    await call('/trpc/story.players.list');
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(
      /api_call_duration_seconds_count\{procedure="story.players.list",outcome="ok"\} [1-9]/,
    );
    expect(text).toMatch(/db_query_duration_seconds_count\{operation="Player.list",database="graph"\} [1-9]/);
    expect(text).toMatch(/guard_calls_total\{guard="graph",outcome="ok"\}/);
  });

  it('Prometheus: nothing where metrics are off, and nothing without a key where others reach them', async () => {
    await using silent = await startTestServer({ GRAPHKEEP_METRICS: 'false' });
    expect((await fetch(`${silent.url}/metrics`)).status).toBe(404);

    const app = fastify();
    const { registry } = createMetrics();
    const platform = { health: () => ({ state: 'healthy' as const, stores: [] }) };
    await app.register(statusRoutes, {
      platform,
      lifecycle: { draining: false },
      authenticate: bearerAuthentication([configuredKey(() => API_KEY)]),
      metrics: { read: () => registry.metrics(), open: false },
    });
    await expect(app.inject('/metrics')).resolves.toMatchObject({ statusCode: 401 });
    await expect(
      app.inject({ url: '/metrics', headers: { authorization: `Bearer ${API_KEY}` } }),
    ).resolves.toMatchObject({ statusCode: 200 });
  });

  it('browsers: strict headers, and only the origins that are allowed', async () => {
    const allowed = await call('/livez', { headers: { origin: 'https://app.example' } });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('x-content-type-options')).toBe('nosniff');
    expect(
      (await call('/livez', { headers: { origin: 'https://evil.example' } })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull();
  });
});
