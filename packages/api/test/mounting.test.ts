import { newId } from '@graphkeep/contract';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { storyDomain } from '@graphkeep/story';
import { initTRPC } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type ApiContext,
  createApiContext,
  createCaller,
  formatError,
  responseMeta,
  transformer,
} from '../src/index.ts';
import { ada, bea, callsOf, type OwnGraph, ownGraph, router } from './own-graph.ts';

let platform: TestPlatform<OwnGraph>;
beforeAll(async () => {
  platform = await openTestPlatform({ graph: ownGraph });
});
afterAll(() => platform.close());

/** Somebody's own app: their context, their router, ours within it. */
interface AppContext extends ApiContext {
  readonly user: string;
}
const t = initTRPC.context<AppContext>().create({ transformer, errorFormatter: formatError });
const app = t.router({
  greeting: t.procedure.query(({ ctx }) => `Hello, ${ctx.user}`),
  graph: router,
});

/** As Next, Bun, Deno and workers serve it. */
const ask = async (
  path: string,
  input: unknown,
  user = ada,
): Promise<{ readonly status: number; readonly body: unknown }> => {
  const response = await fetchRequestHandler({
    endpoint: '/api',
    req: new Request(`http://app.example/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ json: input }),
    }),
    router: app,
    allowMethodOverride: true,
    responseMeta,
    createContext: () => ({ user: user.id, ...createApiContext(platform, user) }),
  });
  expect(response.headers.get('server-timing')).toContain('total;dur=');
  return { status: response.status, body: await response.json() };
};

it('is a part of an app that has its own context and procedures', async () => {
  expect(await ask('greeting', undefined)).toMatchObject({
    status: 200,
    body: { result: { data: { json: 'Hello, ada' } } },
  });
  const text = `text ${newId('txt')}`;
  expect(await ask('graph.notes.create', { authorId: 'ada', text })).toMatchObject({ status: 200 });
  expect(await ask('graph.notes.count', { where: { text } })).toMatchObject({
    body: { result: { data: { json: 1 } } },
  });
  expect(await ask('graph.notes.count', { where: { text } }, bea)).toMatchObject({
    body: { result: { data: { json: 0 } } },
  });
  expect(await ask('graph.notes.create', { authorId: 'ada', text })).toMatchObject({
    status: 409,
    body: { error: { json: { data: { code: 'already_exists', path: 'graph.notes.create' } } } },
  });
});

it('is called by code of the server with the rights of a principal', async () => {
  await using story = await openTestPlatform(storyDomain);
  const caller = createCaller(story, { id: 'service', scopes: ['story:read', 'story:write'] });
  const { playerId } = await caller.story.players.create({ username: 'ada' });
  expect(await caller.story.players.get({ playerId })).toMatchObject({ username: 'ada' });
  await expect(caller.story.worlds.create({ name: 'Nowhere' })).rejects.toMatchObject({
    name: 'GraphkeepError',
    code: 'forbidden',
  });
});

it('tells the audit of calls on what is somebody else’s, and of no others', async () => {
  const { audit } = platform.asSystem('test');
  const call = callsOf(() => platform);
  const service = { id: `service-${newId('svc')}`, scopes: ['notes:read', 'notes:write', 'notes:admin'] };
  const { noteId } = await call('notes.create', { authorId: 'ada', text: `text ${newId('txt')}` }, service);
  await call('notes.get', { noteId }, service);
  await call('notes.get', { noteId }, ada);
  await call('teams.create', { name: 'Red' }, service);
  await expect(call('notes.get', { noteId: newId('nte') }, service)).rejects.toMatchObject({
    code: 'not_found',
  });
  const { items } = await audit.read({ principal: service.id });
  expect(
    items
      .map(({ action, access, owner, outcome }) => ({ action, access, owned: owner !== undefined, outcome }))
      .reverse(),
  ).toEqual([
    { action: 'notes.create', access: 'write', owned: true, outcome: 'ok' },
    { action: 'notes.get', access: 'read', owned: true, outcome: 'ok' },
    { action: 'notes.get', access: 'read', owned: false, outcome: 'not_found' },
  ]);
});

it('keeps nothing of a change that the audit cannot be told of', async () => {
  const text = `text ${newId('txt')}`;
  const record = () => Promise.reject(new Error('The audit is full.'));
  const audit = { ...platform.asSystem('test').audit, record };
  const deaf = {
    ...platform,
    as: (principal: Parameters<typeof platform.as>[0]) =>
      new Proxy(platform.as(principal), {
        get: (scoped, name) => (name === 'audit' ? audit : Reflect.get(scoped, name)),
      }),
  };
  const service = { id: 'service', scopes: ['*'] };
  const calls = callsOf(() => deaf);
  await expect(calls('notes.create', { authorId: 'ada', text }, service)).rejects.toMatchObject({
    code: 'internal',
  });
  await expect(calls('notes.list', {}, service)).rejects.toMatchObject({ code: 'internal' });
  expect(await calls('notes.count', { where: { text } }, ada)).toBe(0);
});
