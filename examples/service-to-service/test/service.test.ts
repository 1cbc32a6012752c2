import { fileURLToPath } from 'node:url';
import {
  type StartedGraphkeep,
  type StartedProcess,
  startGraphkeep,
  startProcess,
  type TcpProxy,
  tcpProxy,
} from '@graphkeep/faults';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';

const TOKEN_SECRET = 'a secret of this service and the server alone';
let server: StartedGraphkeep;
let proxy: TcpProxy;
let service: StartedProcess;
let address: string;
let gk: Graphkeep;

beforeAll(async () => {
  server = await startGraphkeep({
    GRAPHKEEP_JWT_ISSUER: 'https://services.example',
    GRAPHKEEP_JWT_AUDIENCE: 'graphkeep',
    GRAPHKEEP_JWT_SECRET: TOKEN_SECRET,
  });
  const { hostname, port } = new URL(server.url);
  proxy = await tcpProxy({ target: { host: hostname, port: Number(port) } });
  const env = { GRAPHKEEP_URL: `http://${proxy.host}:${proxy.port}`, TOKEN_SECRET, PORT: '0' };
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const args = ['--conditions=@graphkeep/source', main];
  service = await startProcess(process.execPath, args, { env, ready: /port: \d+/ });
  address = `http://127.0.0.1:${/port: (\d+)/.exec(service.output())?.[1]}/sign-ups`;
  gk = createGraphkeep(server);
});
afterAll(async () => {
  for (const one of [service, proxy, server]) await one?.[Symbol.asyncDispose]();
});

const signUp = async (username: string, headers: Readonly<Record<string, string>> = {}) => {
  const body = JSON.stringify({ username });
  const response = await fetch(address, { method: 'POST', body, headers });
  return { status: response.status, body: await response.json() };
};

it('signs up once, however often it is asked', async () => {
  const key = { 'idempotency-key': 'sign-up-of-ada' };
  const first = await signUp('ada', key);
  expect(first.status).toBe(201);
  expect(await signUp('ada', key)).toEqual(first);
  expect(await gk.story.players.count({ where: { username: 'ada' } })).toBe(1);
  expect(await gk.story.characters.count()).toBe(1);
});

it('passes on what went wrong, with the id of the request', async () => {
  const taken = await signUp('ada', { 'x-request-id': 'from-the-gateway' });
  expect(taken).toMatchObject({
    status: 409,
    body: { code: 'already_exists', requestId: 'from-the-gateway' },
  });
  expect(await signUp('x')).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
});

it('waits no longer than its caller, also where nothing answers', async () => {
  proxy.blackHole('down');
  const began = performance.now();
  const { status, body } = await signUp('bea', { 'x-deadline-ms': '300' });
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(['timeout', 'cancelled']).toContain(body.code);
  expect(status).toBe(503);
});
