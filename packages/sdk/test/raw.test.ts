import { eventually } from '@graphkeep/test/eventually';
import { type Operation, TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { expect, expectTypeOf, it } from 'vitest';
import { type Graphkeep, GraphkeepApiError, withOptions } from '../src/index.ts';
import { rawClient, withLinks } from '../src/raw/index.ts';
import { client, impatientClient, newName, watchedClient } from './support/clients.ts';
import { errorBody, httpServer, json, resultBody } from './support/http-server.ts';

/** Notes what comes by, and may change it. */
const noting = (change: (op: Operation) => Operation = (op) => op) => {
  const seen: Operation[] = [];
  const link: TRPCLink<AnyTRPCRouter> =
    () =>
    ({ op, next }) => {
      seen.push(op);
      return next(change(op));
    };
  return { seen, link };
};

it('is a client of tRPC, typed by the same procedures', async () => {
  const raw = rawClient(client());
  const { version } = await raw.system.version.query();
  expectTypeOf(version).toEqualTypeOf<string>();
  expect(version).toBeTypeOf('string');
  const username = newName();
  await raw.story.players.create.mutate({ username });
  // @ts-expect-error a query is not mutated
  void (() => raw.system.version.mutate());
  // @ts-expect-error there is no such procedure
  void (() => raw.system.reboot.query());
  const gone = new AbortController();
  const events: unknown[] = [];
  const ended = new Promise<void>((resolve) => {
    raw.story.players.changes.subscribe(undefined, {
      signal: gone.signal,
      onData: (event) => {
        events.push(event);
        gone.abort();
      },
      onComplete: resolve,
    });
  });
  while (events.length === 0) {
    await raw.story.players.create.mutate({ username: newName() });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await ended;
  expect(events[0]).toMatchObject({ id: expect.any(String), data: { kind: 'created' } });
});

it('batches, repeats and keeps keys as the client does that it is made of', async () => {
  const { gk, requests } = watchedClient();
  const raw = rawClient(gk);
  await Promise.all([raw.system.version.query(), raw.system.health.query()]);
  await raw.story.players.create.mutate({ username: newName() }, { context: { idempotencyKey: newName() } });
  expect(requests.map(({ path }) => path)).toEqual([
    '/trpc/system.version,system.health?batch=1',
    '/trpc/story.players.create',
  ]);
  expect(requests[1]?.headers.get('idempotency-key')).toMatch(/^user-/);
});

it('fails with errors of tRPC, whose cause is ours', async () => {
  const error = await rawClient(client())
    .story.players.create.mutate({ username: 'x' })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TRPCClientError);
  expect(error).toMatchObject({
    data: { code: 'invalid_input', httpStatus: 400, field: 'username' },
    cause: { name: 'GraphkeepApiError', code: 'invalid_input' },
  });
});

it('sends calls through links, which see each once and may change it', async () => {
  const answers = [errorBody({ code: 'unavailable' }), resultBody('done')];
  await using server = await httpServer((_, response) => json(response, 200, answers.shift()));
  const { gk } = impatientClient({ url: server.url });
  const { seen, link } = noting((op) => ({ ...op, context: { ...op.context, headers: { 'x-job': '7' } } }));
  const linked = withLinks(gk, [link]);
  expectTypeOf(linked).toEqualTypeOf<Graphkeep>();
  const call = linked.story.players.create({ username: 'ada' }, { timeoutMs: 900, idempotencyKey: 'k' });
  expect(await call.withResponse()).toMatchObject({ data: 'done', status: 200, calls: 1 });
  expect(seen).toMatchObject([
    {
      type: 'mutation',
      path: 'story.players.create',
      input: { username: 'ada' },
      context: { timeoutMs: 900, idempotencyKey: 'k' },
    },
  ]);
  expect(server.requests.map(({ headers }) => headers['x-job'])).toEqual(['7', '7']);
});

it('keeps what a link keeps between calls, in part of a client and with other options too', async () => {
  const { gk, requests } = watchedClient();
  const known = new Map<string, unknown>();
  const remembering: TRPCLink<AnyTRPCRouter> =
    () =>
    ({ op, next }) =>
      observable((observer) => {
        if (!known.has(op.path)) return next(op).subscribe(observer);
        observer.next({ result: { type: 'data', data: known.get(op.path) } });
        observer.complete();
      });
  const linked = withLinks(gk.story, [remembering]);
  known.set('story.players.count', 41);
  expect(await linked.players.count()).toBe(41);
  expect(await withOptions(linked.players, { timeoutMs: 500 }).count()).toBe(41);
  expect((await linked.players.count().withResponse()).headers.get('x-request-id')).toBeNull();
  expect(requests).toHaveLength(0);
  expect((await linked.characters.list({ limit: 1 })).items.length).toBeLessThanOrEqual(1);
  expect(requests).toHaveLength(1);
});

it('sends live connections through links too, made again as without them', async () => {
  const event = (id: number) => `data: {"json":{"kind":"created","key":"k${id}"}}\nid: ${id}\n\n`;
  const asked: string[] = [];
  await using server = await httpServer((_, response, body) => {
    asked.push(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(event(asked.length));
  });
  const { seen, link } = noting();
  const { players } = withLinks(impatientClient({ url: server.url }).gk, [link]).story;
  const ids: string[] = [];
  for await (const { id, event } of players.changes({}, { after: '0' }).withIds()) {
    expect(event.kind).toBe('created');
    ids.push(id);
    if (ids.length === 3) break;
  }
  expect(ids).toEqual(['1', '2', '3']);
  expect(asked.slice(0, 3).map((body) => JSON.parse(body).json)).toEqual(
    ['0', '1', '2'].map((lastEventId) => ({ lastEventId })),
  );
  expect(seen.map(({ type, path }) => [type, path])).toEqual([['subscription', 'story.players.changes']]);
  await eventually(() => expect(server.waiting()).toBe(0));
});

it('ends live connections through links with their signal, and fails as without them', async () => {
  const gone = new AbortController();
  const { players } = withLinks(client(), [noting().link]).story;
  const options = { signal: gone.signal, onReady: () => gone.abort() };
  for await (const _ of players.changes({}, options)) gone.abort();
  const wrong = players.changes({}, { after: 'yesterday' })[Symbol.asyncIterator]();
  await expect(wrong.next()).rejects.toMatchObject({ name: 'GraphkeepApiError', field: 'lastEventId' });
});

it('fails through links as without them', async () => {
  const { link } = noting();
  const linked = withLinks(client(), [link]);
  const error = await linked.story.players.create({ username: 'x' }).catch((reason: unknown) => reason);
  expect(GraphkeepApiError.is(error, 'invalid_input')).toBe(true);
  const broken: TRPCLink<AnyTRPCRouter> = () => () =>
    observable((observer) => observer.error(new TRPCClientError('no permit')));
  await expect(withLinks(client(), [broken]).system.version()).rejects.toThrow('no permit');
  const signal = AbortSignal.abort('late');
  await expect(linked.system.version(undefined, { signal })).rejects.toMatchObject({ code: 'cancelled' });
});
