import { getEventListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, expect, it, vi } from 'vitest';
import { client } from './support/clients.ts';
import { errorBody, type HttpServer, httpServer, json, resultBody } from './support/http-server.ts';
import { watchTimers } from './support/open-timers.ts';

const timers = watchTimers();
afterAll(() => vi.unstubAllGlobals());

/** What a call held: requests at the server, timers here, listeners at the signal of its caller. */
const expectFreed = async (server: HttpServer, signal: AbortSignal): Promise<void> => {
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(timers()).toBe(0);
  await vi.waitFor(() => expect(server.waiting()).toBe(0), { timeout: 5_000, interval: 5 });
};

const event = 'data: {"json":{"kind":"created","key":"k"}}\nid: 1\n\n';
type Answers = (request: IncomingMessage, response: ServerResponse) => void;
const silent: Answers = () => {};
const headersAlone: Answers = (_, response) => void response.writeHead(200).flushHeaders();
const half: Answers = (_, response) => void response.writeHead(200).write('{"result":{');
const busy: Answers = (_, response) =>
  json(response, 503, errorBody({ code: 'unavailable', retryAfterMs: 20_000 }));
const stream: Answers = (_, response) =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event);

const stages: readonly (readonly [string, Answers])[] = [
  ['while it waits for headers', silent],
  ['while it waits for the body', headersAlone],
  ['within the body', half],
  ['between two attempts', busy],
];

it.each(stages.flatMap(([stage, answers]) => [true, false].map((reads) => [stage, reads, answers] as const)))(
  'frees all when a call is ended %s (reads: %s)',
  async (_, reads, answers) => {
    await using server = await httpServer(answers);
    const gk = client({ url: server.url });
    const { signal, abort } = ending();
    const call = reads
      ? gk.system.version(undefined, { signal })
      : gk.story.players.create({ username: 'ada' }, { signal });
    const outcome = expect(call).rejects.toMatchObject({ code: 'cancelled', cause: 'enough' });
    await eventually(() => expect(server.requests.length).toBeGreaterThan(0));
    // The answer is on its way.
    await new Promise((resolve) => setImmediate(resolve));
    abort();
    await outcome;
    await expectFreed(server, signal);
    expect(server.requests).toHaveLength(1);
  },
);

it.each(stages.slice(0, 3))('frees all when its time is over %s', async (_, answers) => {
  await using server = await httpServer(answers);
  const { signal } = ending();
  const call = client({ url: server.url }).system.version(undefined, { signal, timeoutMs: 40 });
  await expect(call).rejects.toMatchObject({ code: 'timeout' });
  await expectFreed(server, signal);
});

it('frees all when calls are ended before they are sent, and while they are', async () => {
  await using server = await httpServer(silent);
  const gk = client({ url: server.url });
  const { signal, abort } = ending();
  const calls = [
    gk.system.version(undefined, { signal }),
    gk.story.players.create({ username: 'ada' }, { signal }),
  ];
  abort();
  for (const { status } of await Promise.allSettled(calls)) expect(status).toBe('rejected');
  await expect(gk.system.version(undefined, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  await expectFreed(server, signal);
});

it('ends one call of many at once, without harm to those that were sent with it', async () => {
  const held: ServerResponse[] = [];
  await using server = await httpServer((_, response) => void held.push(response));
  const gk = client({ url: server.url });
  const { signal, abort } = ending();
  const [one, ended, other] = [
    gk.system.version(),
    gk.system.version(undefined, { signal }),
    gk.system.version(),
  ];
  const outcome = expect(ended).rejects.toMatchObject({ code: 'cancelled', cause: 'enough' });
  await eventually(() => expect(held).toHaveLength(1));
  abort();
  await outcome;
  for (const response of held) json(response, 200, [1, 2, 3].map(resultBody));
  expect(await Promise.all([one, other])).toEqual([1, 3]);
  await expectFreed(server, signal);
});

it('ends the request of many when the last of them has ended', async () => {
  await using server = await httpServer(silent);
  const gk = client({ url: server.url });
  const all = [ending(), ending()];
  const calls = Promise.allSettled(all.map(({ signal }) => gk.system.version(undefined, { signal })));
  await eventually(() => expect(server.requests).toHaveLength(1));
  all[0]?.abort();
  expect(server.waiting()).toBe(1);
  all[1]?.abort();
  expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  for (const { signal } of all) await expectFreed(server, signal);
});

it.each<[string, Answers]>([
  ['while it connects', silent],
  ['while it listens', stream],
  ['before it connects again', busy],
])('frees all when a live connection is ended %s', async (_, answers) => {
  await using server = await httpServer(answers);
  const { signal, abort } = ending();
  const seen: unknown[] = [];
  const listen = async () => {
    for await (const change of client({ url: server.url }).story.players.changes({}, { signal }))
      seen.push(change);
  };
  const ended = listen();
  await eventually(() => expect(answers === stream ? seen : server.requests).not.toEqual([]));
  abort();
  await ended;
  await expectFreed(server, signal);
});

it('frees all when the loop over a live connection is left', async () => {
  await using server = await httpServer(stream);
  const { signal } = ending();
  for await (const _ of client({ url: server.url }).story.players.changes({}, { signal })) break;
  await expectFreed(server, signal);
});

it('frees all after calls that were answered', async () => {
  await using server = await httpServer((request, response) =>
    json(response, 200, request.url?.includes('batch') ? [resultBody(1)] : resultBody(1)),
  );
  const gk = client({ url: server.url });
  const { signal } = ending();
  await gk.system.version();
  await gk.system.version(undefined, { signal });
  await gk.story.players.create({ username: 'ada' }, { signal });
  await expectFreed(server, signal);
});

const ending = () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort('enough') };
};
