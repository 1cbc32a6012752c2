import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import type { ApiKeySource } from '../src/index.ts';
import { apiKey, client, impatientClient, watchedClient } from './support/clients.ts';
import { errorBody, httpServer, json, resultBody } from './support/http-server.ts';

/** Knows one key, which may change. */
const doorkeeper = () => {
  const good = { key: 'new' };
  const server = httpServer((request, response) => {
    const known = request.headers.authorization === `Bearer ${good.key}`;
    const one = known ? resultBody(1) : errorBody({ code: 'unauthenticated', status: 401 });
    const many = request.url?.includes('batch') ? [one] : one;
    json(response, known ? 200 : 401, many);
  });
  return { good, server };
};

it('asks for the key of each request', async () => {
  const asked: unknown[] = [];
  const { gk, requests } = watchedClient({
    apiKey: (how) => {
      asked.push(how);
      return Promise.resolve(apiKey);
    },
  });
  await Promise.all([gk.system.version(), gk.system.version()]);
  await gk.system.health();
  expect(asked).toEqual([{ refused: false }, { refused: false }]);
  expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual(
    Array(2).fill(`Bearer ${apiKey}`),
  );
});

it.each(['read', 'alone', 'write'])(
  'asks for another where the server refused it, once (%s)',
  async (kind) => {
    const { good, server } = doorkeeper();
    await using opened = await server;
    const asked: boolean[] = [];
    let key = 'old';
    const source: ApiKeySource = async ({ refused }) => {
      asked.push(refused);
      if (refused) key = 'new';
      return key;
    };
    const { gk } = impatientClient({ url: opened.url, apiKey: source });
    const call = () => {
      if (kind === 'read') return gk.system.version();
      return kind === 'alone'
        ? gk.system.version(undefined, { timeoutMs: 900 })
        : gk.story.players.create({ username: 'ada' });
    };
    await expect(call()).resolves.toBe(1);
    expect(asked).toEqual([false, true]);
    const keys = opened.requests.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
    good.key = 'newer';
    await expect(call()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(asked).toEqual([false, true, false, true]);
  },
);

it('renews once for calls that were refused at the same time', async () => {
  const { server } = doorkeeper();
  await using opened = await server;
  let renewed = 0;
  const source: ApiKeySource = async ({ refused }) => {
    if (!refused) return 'old';
    renewed += 1;
    return 'new';
  };
  const { gk } = impatientClient({ url: opened.url, apiKey: source });
  const writes = Array.from({ length: 5 }, () => gk.story.players.create({ username: 'ada' }));
  await expect(Promise.all(writes)).resolves.toHaveLength(5);
  expect(renewed).toBe(1);
});

it('renews for live connections too', async () => {
  const gone = new AbortController();
  const asked: boolean[] = [];
  const gk = client({
    apiKey: ({ refused }) => {
      asked.push(refused);
      return refused ? apiKey : 'gk_nobody_0123456789abcdefghijklmnopqr';
    },
  });
  const options = { signal: gone.signal, onReady: () => gone.abort() };
  for await (const _ of gk.story.players.changes({}, options)) gone.abort();
  expect(asked).toEqual([false, true]);
});

it.each<[string, ApiKeySource, string]>([
  ['fails', () => Promise.reject(new Error('no vault')), 'The function apiKey failed: nothing was sent.'],
  ['throws', () => JSON.parse('{'), 'The function apiKey failed: nothing was sent.'],
  ['answers none', () => '', 'The function apiKey answered no key: nothing was sent.'],
  ['answers a line', () => 'secret\n', 'The function apiKey answered no key: nothing was sent.'],
])('says that the source %s, and sends nothing', async (_, source, message) => {
  const { gk, requests } = watchedClient({ apiKey: source });
  await expect(gk.system.version()).rejects.toMatchObject({ code: 'unauthenticated', status: 0, message });
  expect(requests).toHaveLength(0);
});

it('waits for a key no longer than for an answer', async () => {
  const { gk, requests } = watchedClient({ apiKey: () => new Promise(() => {}), timeoutMs: 30 });
  await expect(gk.system.version()).rejects.toMatchObject({ code: 'timeout' });
  const gone = new AbortController();
  const call = gk.system.version(undefined, { signal: gone.signal, timeoutMs: 9_000 });
  setImmediate(() => gone.abort());
  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  expect(requests).toHaveLength(0);
});

it('shows no key that was in use of late', async () => {
  await using server = await httpServer((_, response) =>
    json(response, 400, errorBody({ code: 'invalid_input' }, 'one two')),
  );
  const keys = ['one', 'two'];
  const { gk } = impatientClient({ url: server.url, apiKey: () => keys.shift() ?? 'three' });
  for (const shown of ['[key] two', '[key] [key]', '[key] [key]']) {
    const error = await gk.system.version().catch((reason: unknown) => reason);
    expect(inspect(error)).toContain(shown);
  }
});
