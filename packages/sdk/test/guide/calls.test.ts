import { setTimeout as sleep } from 'node:timers/promises';
//#region client
import { createGraphkeep, GraphkeepApiError, withOptions } from '@graphkeep/sdk';

const connect = (url: string, apiKey: string) =>
  createGraphkeep({ url, apiKey, timeoutMs: 10_000, retries: 2, log: 'info' });

//#endregion
import type { LogDetails } from '@graphkeep/sdk';
import { rawClient, withLinks } from '@graphkeep/sdk/raw';
import { loggerLink } from '@trpc/client';
import { expect, inject, it } from 'vitest';
import { newName } from '../support/clients.ts';

const gk = connect(inject('url'), inject('apiKey'));
const shown: unknown[] = [];
const show = (...values: readonly unknown[]): void => void shown.push(...values);

it('reads, writes and lists', async () => {
  const username = newName();
  //#region write
  const { playerId } = await gk.story.players.create({ username });
  const ada = await gk.story.characters.create({ playerId, name: 'Ada' });
  const { characterId, version } = ada;

  // A value is set, null removes it, a number is incremented, a list is pushed to.
  await gk.story.characters.patch({
    characterId,
    changes: { level: { increment: 1 }, inventory: { push: 'lamp' }, role: 'guide' },
    version, // whoever comes too late is told: stale_version
  });
  await gk.story.characters.createMany({
    items: [
      { playerId, name: 'Bea' },
      { playerId, name: 'Cid' },
    ],
  });
  //#endregion

  //#region read
  const character = await gk.story.characters.get({
    characterId,
    include: {
      player: { select: { username: true } },
      memories: { limit: 5, orderBy: { occurredAt: 'desc' } },
    },
  });
  show(character.player?.username, character.memories.length); // typed as what was asked for, to any depth

  const mine = { where: { playerId, level: { gte: 1 } }, orderBy: { name: 'asc' } } as const;
  const page = await gk.story.characters.list({ ...mine, limit: 2 }); // { items, next, previous }
  for await (const { name } of gk.story.characters.list(mine)) show(name); // page after page

  const { count, max } = await gk.story.characters.aggregate({
    where: { playerId },
    count: true,
    max: ['level'],
  });
  const found = await gk.story.characters.search({ text: 'ada', where: { playerId } });
  //#endregion
  expect(page.items).toHaveLength(2);
  expect(page.next).not.toBeNull();
  expect([count, max.level]).toEqual([3, 2]);
  expect(found[0]?.node.name).toBe('Ada');
  expect(shown).toEqual([username, 0, 'Ada', 'Bea', 'Cid']);
});

it('gives lists in pages, item by item, or as an array', async () => {
  //#region lists
  const players = gk.story.players.list({ orderBy: { username: 'asc' } }); // nothing is asked for yet
  const { items, next } = await players.page(); // or just: await players
  for await (const { username } of players) {
    show(username);
    if (username > 'b') break; // no further page is asked for
  }
  const hundred = await players.toArray({ limit: 100 }); // how many at most must be said
  //#endregion
  expect(items.length).toBeGreaterThan(0);
  expect(hundred.length).toBeGreaterThanOrEqual(items.length);
  expect(next === null || typeof next === 'string').toBe(true);
});

it('gives the answer of HTTP', async () => {
  //#region response
  const call = gk.story.players.count();
  const { data, status, headers, requestId, serverTiming, calls } = await call.withResponse();
  show(data, status, requestId, headers.get('ratelimit-remaining'));
  const database = serverTiming.find(({ name }) => name === 'database');
  show(database?.ms, database?.description); // 1.2, '1 calls'
  show(calls); // 1: more where reads travelled together, and share all this
  //#endregion
  expect(data).toBe(await call);
  expect([status, calls, typeof requestId, typeof database?.ms]).toEqual([200, 1, 'string', 'number']);
});

it('is called with other options', async () => {
  //#region with-options
  const patient = withOptions(gk, { timeoutMs: 60_000, retries: 5 });
  const nightly = withOptions(gk.story.players, { headers: { 'x-job': 'nightly' }, log: 'info' });
  show(await patient.system.version(), await nightly.count());
  //#endregion
  expect(shown.at(-1)).toBeTypeOf('number');
});

it('asks for keys that change', async () => {
  const url = inject('url');
  const tokens = ['gk_nobody_0123456789abcdefghijklmnopqr', inject('apiKey')];
  const signIn = async () => tokens.shift() ?? '';
  //#region keys
  let token = await signIn();
  const changing = createGraphkeep({
    url,
    apiKey: async ({ refused }) => {
      if (refused) token = await signIn(); // the server did not take the last one
      return token;
    },
  });
  //#endregion
  expect((await changing.system.health()).state).toBe('healthy');
  expect(tokens).toEqual([]);
});

it('tells its log of requests, of no inputs', async () => {
  const lines: (readonly [string, LogDetails])[] = [];
  const note = (text: string, details: LogDetails) => lines.push([text, details]);
  //#region log
  const logger = { ...console, debug: note, info: note }; // where text comes first, then details
  const told = withOptions(gk, { log: 'debug', logger });
  await told.story.players.list({ where: { username: 'ada' } });
  // 'graphkeep: answered', { path: 'story.players.list', attempt: 1, ms: 4, status: 200, requestId: 'req_…' }
  //#endregion
  expect(lines).toEqual([
    ['graphkeep: answered', expect.objectContaining({ path: 'story.players.list', attempt: 1, status: 200 })],
  ]);
});

it('has the client of tRPC beneath', async () => {
  //#region raw
  const raw = rawClient(gk); // for what is made for tRPC's own client
  show(await raw.story.players.count.query());

  const linked = withLinks(gk, [loggerLink({ enabled: () => false })]); // each sees a call once
  show(await linked.story.players.count());
  //#endregion
  expect(shown.at(-1)).toBe(shown.at(-2));
});

it('makes a change once', async () => {
  const username = newName();
  //#region once
  // A key is made for every change and kept over its retries. Your own lets another process, or a later run, ask again:
  const order = { idempotencyKey: `sign-up-${username}` };
  const first = await gk.story.players.create({ username }, order);
  const again = await gk.story.players.create({ username }, order); // the same player: nothing is made
  //#endregion
  expect(again).toEqual(first);
});

it('fails with what a program can act on', async () => {
  //#region errors
  try {
    await gk.story.players.create({ username: 'x' });
  } catch (error) {
    if (!GraphkeepApiError.is(error)) throw error;
    show(error.code, error.field, error.issues); // 'invalid_input', 'username', [{ field, message }]
    show(error.requestId); // finds it in the server's log
    if (GraphkeepApiError.is(error, 'already_exists', 'limit_reached')) show(error.code); // one of these two
    if (error.retryable) await sleep(error.retryAfterMs ?? 1_000); // what the client has tried already
  }
  //#endregion
  expect(shown).toContain('invalid_input');
});

it('ends calls', async () => {
  //#region options
  const gone = new AbortController();
  const list = gk.story.players.list({ limit: 10 }, { signal: gone.signal, timeoutMs: 2_000 });
  //#endregion
  expect((await list).items.length).toBeLessThanOrEqual(10);
  gone.abort();
});

it('follows changes', async () => {
  const seen: string[] = [];
  const gone = new AbortController();
  const ready = Promise.withResolvers<void>();
  const follow = async () => {
    //#region live
    const changes = gk.story.players.changes({}, { signal: gone.signal, onReady: ready.resolve });
    for await (const change of changes) {
      // Some changes are too long ago to be told: read anew what is shown.
      if (change.kind === 'reload') continue;
      show(change.kind, change.key, change.at); // by key, without values: read what is of interest
      seen.push(change.key);
    }
    //#endregion
  };
  const following = follow();
  await ready.promise;
  const { playerId } = await gk.story.players.create({ username: newName() });
  await expect.poll(() => seen).toContain(playerId);
  gone.abort();
  await following;
});
