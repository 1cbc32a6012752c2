import { expect, it } from 'vitest';
import { client, impatientClient, newName, watchedClient } from './support/clients.ts';
import { errorBody, httpServer, json, resultBody } from './support/http-server.ts';

it('gives the answer of HTTP beside the data', async () => {
  const username = newName();
  const call = client().story.players.create({ username });
  const { data, status, requestId, headers, serverTiming, calls } = await call.withResponse();
  expect(data).toEqual(await call);
  expect(data.username).toBe(username);
  expect([status, calls, headers.get('x-request-id')]).toEqual([200, 1, requestId]);
  expect(requestId).toMatch(/^req_/);
  expect(serverTiming.map(({ name }) => name)).toEqual(['database', 'cache', 'total']);
  expect(serverTiming[0]).toEqual({
    name: 'database',
    ms: expect.any(Number),
    description: expect.stringMatching(/^\d+ calls$/),
  });
});

it('says of reads that travelled together that they share an answer', async () => {
  const { gk, requests } = watchedClient();
  const [one, other] = await Promise.all([
    gk.system.version().withResponse(),
    gk.story.players.list({ limit: 1 }).withResponse(),
  ]);
  expect(requests).toHaveLength(1);
  expect([one.calls, other.calls]).toEqual([2, 2]);
  expect(one.requestId).toBe(other.requestId);
  expect(one.data.version).toBeTypeOf('string');
  expect(other.data.items.length).toBeLessThanOrEqual(1);
  const alone = await gk.system.version(undefined, { timeoutMs: 5_000 }).withResponse();
  expect(alone.calls).toBe(1);
});

it('gives what there is of an answer without these headers', async () => {
  await using server = await httpServer((_, response) => json(response, 200, [resultBody(1)]));
  const { gk } = impatientClient({ url: server.url });
  const answer = await gk.system.version().withResponse();
  expect(answer).toMatchObject({ status: 200, requestId: undefined, serverTiming: [], calls: 1 });
});

it('is made once, however often and in whatever way it is asked for', async () => {
  const { gk, requests } = watchedClient();
  const call = gk.system.version();
  expect(call).toBeInstanceOf(Promise);
  const all = await Promise.all([call, call.then((data) => data), call.withResponse(), call.finally()]);
  expect(new Set([all[0].version, all[1].version, all[2].data.version, all[3].version]).size).toBe(1);
  expect(requests).toHaveLength(1);
});

it('fails in all ways alike, and in none that nobody took', async () => {
  await using server = await httpServer((_, response) =>
    json(response, 400, errorBody({ code: 'invalid_input' })),
  );
  const { gk } = impatientClient({ url: server.url });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    await expect(gk.system.version().withResponse()).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(gk.story.players.list().withResponse()).rejects.toMatchObject({ code: 'invalid_input' });
    const call = gk.system.version();
    expect(await call.catch(() => 'caught')).toBe('caught');
    await expect(call.finally()).rejects.toMatchObject({ code: 'invalid_input' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
