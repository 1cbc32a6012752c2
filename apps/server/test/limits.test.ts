import { limits, newId } from '@graphkeep/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer } from './servers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

interface Answer {
  readonly error?: { readonly json: { readonly message: string; readonly data: object } };
}
const send = async (path: string, init: RequestInit = {}): Promise<object> => {
  const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...init.headers };
  const response = await fetch(`${server.url}/trpc/${path}`, { ...init, headers });
  const body: Answer | readonly Answer[] = await response.json();
  const error = ('length' in body ? body[0] : body)?.error?.json;
  return { http: response.status, ...error?.data, message: error?.message };
};
const call = (procedure: string, input: unknown, headers: Record<string, string> = {}) =>
  send(procedure, { method: 'POST', headers, body: JSON.stringify({ json: input }) });

const nested = (levels: number): object => (levels === 0 ? { username: 'x' } : { NOT: nested(levels - 1) });
const including = (levels: number): object =>
  levels === 0 ? {} : { characters: { include: { player: { include: including(levels - 1) } } } };
const many = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));
const wrong = { http: 400, code: 'invalid_input' };

it.each<[string, () => Promise<object>, object]>([
  [
    'the calls of a batch',
    () => send(`${many(limits.maxBatchItems + 1, () => 'system.version').join(',')}?batch=1`),
    { http: 400, code: 'invalid_input', message: expect.stringMatching(/batch/i) },
  ],
  [
    'the length of an address',
    () => send(`system.version?x=${'x'.repeat(9_000)}`),
    { http: 413, code: 'too_large', message: expect.stringContaining('Call by POST') },
  ],
  [
    'the size of a body',
    () => call('story.players.create', { username: 'x'.repeat(2_000_000) }),
    { http: 413, code: 'too_large' },
  ],
  [
    'the depth of a filter',
    () => call('story.players.list', { where: nested(limits.maxWhereDepth + 1) }),
    { ...wrong, message: expect.stringContaining(`filters go ${limits.maxWhereDepth} levels deep at most`) },
  ],
  [
    'the conditions of a filter',
    () =>
      call('story.players.list', {
        where: { OR: many(limits.maxWhereConditions + 1, () => ({ username: 'x' })) },
      }),
    {
      ...wrong,
      message: expect.stringContaining(`a filter has ${limits.maxWhereConditions} conditions at most`),
    },
  ],
  [
    'the values of a filter',
    () => call('story.players.list', { where: { username: { in: many(limits.maxListFilter + 1, String) } } }),
    { ...wrong, field: 'where.username.in' },
  ],
  [
    'the depth of includes',
    () => call('story.players.list', { include: including(3) }),
    {
      ...wrong,
      message: expect.stringContaining(`includes go ${limits.maxIncludeDepth} levels deep at most`),
    },
  ],
  [
    'the items of a page',
    () => call('story.players.list', { limit: limits.maxPageSize + 1 }),
    { ...wrong, field: 'limit' },
  ],
  [
    'the keys of one read',
    () =>
      call('story.players.getMany', { keys: many(limits.maxItems + 1, () => ({ playerId: newId('ply') })) }),
    { ...wrong, field: 'keys' },
  ],
  [
    'the nodes of one write',
    () =>
      call('story.players.createMany', {
        items: many(limits.maxItems + 1, (index) => ({ username: `u${index}` })),
      }),
    { ...wrong, field: 'items' },
  ],
  [
    'the text of a search',
    () => call('story.characters.search', { text: 'x'.repeat(limits.maxSearchText + 1) }),
    { ...wrong, field: 'text' },
  ],
  [
    'an idempotency key',
    () => call('story.players.create', { username: 'ada' }, { 'idempotency-key': 'x'.repeat(201) }),
    { ...wrong, field: 'Idempotency-Key' },
  ],
])('%s has a limit, and an error that says so', async (_, sent, answer) => {
  expect(await sent()).toMatchObject(answer);
});

it('tells in headers what an answer has cost, and how often one may go on', async () => {
  const response = await fetch(`${server.url}/trpc/story.players.count`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('server-timing')).toMatch(
    /^database;dur=[\d.]+;desc="\d+ calls", cache;dur=.*total;dur=/,
  );
});
