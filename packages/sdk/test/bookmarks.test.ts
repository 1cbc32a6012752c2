import superjson from 'superjson';
import { expect, it } from 'vitest';
import { openBookmarks } from '../src/bookmarks.ts';
import { withOptions } from '../src/index.ts';
import { client, impatientClient, watchedClient } from './support/clients.ts';
import { errorBody, httpServer, json, resultBody } from './support/http-server.ts';

const header = 'x-graphkeep-bookmarks';
/** Counts its writes, and says so. */
const countingServer = () => {
  let written = 0;
  return httpServer((request, response) => {
    const reads = request.url?.includes('batch');
    if (!reads) response.setHeader(header, `b${++written}`);
    json(response, 200, reads ? [resultBody(1)] : resultBody(1));
  });
};
const sent = (server: Awaited<ReturnType<typeof countingServer>>) =>
  server.requests.map(({ headers }) => headers[header]);

it('brings along what was written, for reads of any server', async () => {
  await using server = await countingServer();
  const gk = client({ url: server.url });
  await gk.system.version();
  await gk.story.players.create({ username: 'ada' });
  await gk.system.version();
  await gk.story.players.create({ username: 'bea' });
  await withOptions(gk, { timeoutMs: 5_000 }).system.version();
  await withOptions(gk, { bookmarks: 'off' }).system.version();
  expect(sent(server)).toEqual([undefined, undefined, 'b1', 'b1', 'b2', undefined]);
});

it('can be told not to', async () => {
  await using server = await countingServer();
  const gk = client({ url: server.url, bookmarks: 'off' });
  await gk.story.players.create({ username: 'ada' });
  await gk.system.version();
  expect(sent(server)).toEqual([undefined, undefined]);
});

it('keeps those of writes at the same time, and few', () => {
  const bookmarks = openBookmarks();
  bookmarks.receive('a', undefined);
  bookmarks.receive('b', undefined);
  expect(bookmarks.send()).toBe('a,b');
  bookmarks.receive('c', 'a,b');
  bookmarks.receive('c', 'a,b');
  bookmarks.receive(null, 'c');
  expect(bookmarks.send()).toBe('c');
  for (const one of ['d', 'e', 'f', 'g']) bookmarks.receive(one, undefined);
  expect(bookmarks.send()).toBe('d,e,f,g');
  bookmarks.receive('x'.repeat(7_000), undefined);
  expect(bookmarks.send()).toBeUndefined();
});

it.each(['read', 'write'])('calls again without those that a server does not take (%s)', async (kind) => {
  await using server = await httpServer((request, response) => {
    const refused = errorBody({ code: 'invalid_input', field: 'bookmarks' });
    const one = request.headers[header] === undefined ? resultBody(1) : refused;
    response.setHeader(header, 'of-another-server');
    json(response, 200, request.url?.includes('batch') ? [one] : one);
  });
  const { gk } = impatientClient({ url: server.url });
  await gk.story.players.create({ username: 'ada' });
  const call = kind === 'read' ? gk.system.version() : gk.story.players.create({ username: 'bea' });
  await expect(call).resolves.toBe(1);
  expect(sent(server)).toEqual([undefined, 'of-another-server', undefined]);
});

it('reads again without any, though writes at the same time bring others that it does not take', async () => {
  let written = 0;
  await using server = await httpServer((request, response) => {
    const refused = errorBody({ code: 'invalid_input', field: 'bookmarks' });
    const one = request.headers[header] === undefined ? resultBody(1) : refused;
    const reads = request.url?.includes('batch');
    if (!reads) response.setHeader(header, `b${++written}`);
    json(response, 200, reads ? request.url?.split(',').map(() => one) : one);
  });
  const { gk } = impatientClient({ url: server.url });
  const caller = async (): Promise<void> => {
    for (let count = 0; count < 20; count++) {
      await gk.story.players.create({ username: 'ada' });
      await gk.system.version();
    }
  };
  await Promise.all(Array.from({ length: 6 }, caller));
});

it('listens without those that a server does not take', async () => {
  await using server = await httpServer((request, response) => {
    response.setHeader(header, 'of-another-server');
    if (!request.url?.includes('changes')) return json(response, 200, resultBody(1));
    if (request.headers[header] !== undefined)
      return json(response, 400, errorBody({ code: 'invalid_input', field: 'bookmarks' }));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(superjson.serialize({ kind: 'ready' }))}\n\n`);
  });
  const { gk, waits } = impatientClient({ url: server.url });
  await gk.story.players.create({ username: 'ada' });
  const gone = new AbortController();
  const events = gk.story.players.changes({}, { signal: gone.signal, onReady: () => gone.abort() });
  await expect(events[Symbol.asyncIterator]().next()).resolves.toMatchObject({ done: true });
  expect(sent(server)).toEqual([undefined, 'of-another-server', undefined]);
  expect(waits).toEqual([0]);
});

it('needs none of a server whose graph is one process', async () => {
  const { gk, requests } = watchedClient();
  await gk.story.players.create({ username: `user-${crypto.randomUUID().slice(0, 8)}` });
  await gk.system.health();
  expect(requests.map(({ headers }) => headers.get(header))).toEqual([null, null]);
});

it.each(['made up', 'x.y', 'YQ.47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU', Array(9).fill('a').join()])(
  'is told by the server at once that %s is none of its bookmarks',
  async (made) => {
    const gk = client({
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set(header, made);
        return fetch(input, { ...init, headers });
      },
    });
    await expect(gk.system.health()).rejects.toMatchObject({
      code: 'invalid_input',
      status: 400,
      field: 'bookmarks',
    });
  },
);
