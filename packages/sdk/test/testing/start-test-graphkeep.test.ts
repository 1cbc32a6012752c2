import { newId } from '@graphkeep/contract';
import { startTestGraphkeep } from '@graphkeep/sdk/testing';
import { expect, it } from 'vitest';
import { createGraphkeep, GraphkeepApiError } from '../../src/index.ts';
import { graph, procedures, Task } from './own-tasks.ts';

const MAX_START_MS = 1_000;
const domain = { graph };

it('serves the story to those who may', async () => {
  //#region story
  await using server = await startTestGraphkeep();
  const { playerId } = await server.gk.story.players.create({ username: 'ada' });
  const ada = server.clientFor({ owner: playerId, scopes: ['story:read'] });
  //#endregion
  await server.gk.story.characters.create({ playerId, name: 'Brave' });
  const player = await ada.story.players.get({ playerId, include: { characters: true } });
  expect(player.characters.map(({ name }) => name)).toEqual(['Brave']);
  await expect(ada.story.characters.create({ playerId, name: 'Wise' })).rejects.toMatchObject({
    code: 'forbidden',
    status: 403,
    requestId: expect.stringMatching(/./),
  });
  const stranger = server.clientFor({ owner: newId('ply') });
  await expect(stranger.story.players.get({ playerId })).rejects.toMatchObject({ code: 'not_found' });
});

it('is a server to the code that makes its own client, and knows no other keys than its own', async () => {
  await using server = await startTestGraphkeep();
  const { url, apiKey, fetch } = server;
  const gk = createGraphkeep({ url, apiKey, fetch });
  expect(await gk.system.version()).toEqual({ version: 'test' });
  const made = await gk.system.keys.create({ name: 'game', scopes: ['story:read'] });
  const reader = createGraphkeep({ url, fetch, apiKey: made.key });
  expect((await reader.story.players.list()).items).toEqual([]);
  const nobody = createGraphkeep({ url, fetch, apiKey: 'gk_nobody' });
  await expect(nobody.story.players.list()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
});

it('serves a domain of one’s own, each from an empty store', async () => {
  await using server = await startTestGraphkeep({ domain, procedures });
  const ada = server.clientFor({ owner: 'ada', scopes: ['todo:*'] });
  await ada.tasks.create({ userId: 'ada', title: 'Write' });
  await server.platform.asSystem('to fill it').repo(Task).create({ userId: 'bea', title: 'Read' });
  expect(await ada.tasks.open()).toBe(1);
  expect(await ada.tasks.completeAll({})).toEqual({ completed: 1 });
  expect(await server.gk.tasks.count({ where: { done: false } })).toBe(1);
  // @ts-expect-error it has the procedures that it was given, and no others
  await expect(ada.story.players.list()).rejects.toMatchObject({ code: 'unknown_path' });

  await using other = await startTestGraphkeep({ domain, procedures });
  expect(await other.gk.tasks.count()).toBe(0);
});

it('tells of changes, and ends with the signal of the call', async () => {
  await using server = await startTestGraphkeep({ domain, procedures });
  const gone = new AbortController();
  const ready = Promise.withResolvers<void>();
  const events = server.gk.tasks.changes({}, { signal: gone.signal, onReady: ready.resolve });
  const [first, after] = [events[Symbol.asyncIterator](), new AbortController()];
  const told = first.next();
  await ready.promise;
  const { taskId } = await server.gk.tasks.create({ userId: 'ada', title: 'Write' });
  expect((await told).value).toMatchObject({ kind: 'created', key: taskId });
  gone.abort();
  expect(await first.next()).toMatchObject({ done: true });

  const call = server.gk.tasks.count({}, { signal: after.signal });
  after.abort();
  await expect(call).rejects.toBeInstanceOf(GraphkeepApiError);
});

it('makes a change once for its key', async () => {
  await using server = await startTestGraphkeep({ domain, procedures });
  const once = { idempotencyKey: 'once' };
  const first = await server.gk.tasks.create({ userId: 'ada', title: 'Write' }, once);
  expect(await server.gk.tasks.create({ userId: 'ada', title: 'Write' }, once)).toEqual(first);
  expect(await server.gk.tasks.count()).toBe(1);
});

it('takes settings, and starts in no time', async () => {
  const began = performance.now();
  await using server = await startTestGraphkeep({
    domain,
    procedures,
    environment: { GRAPHKEEP_CACHE_APP: 'mine' },
  });
  expect(performance.now() - began).toBeLessThan(MAX_START_MS);
  expect(server.platform.asSystem('to look').config.cache.app).toBe('mine');
  const { tasks } = server.clientFor({}, { retries: 0, log: 'off' });
  await server.close();
  await expect(tasks.count()).rejects.toBeInstanceOf(GraphkeepApiError);
});
