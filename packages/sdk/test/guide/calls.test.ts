import { setTimeout as sleep } from 'node:timers/promises';
//#region client
import { createGraphkeep, GraphkeepApiError } from '@graphkeep/sdk';
import { expect, inject, it } from 'vitest';

const connect = (url: string, apiKey: string) =>
  createGraphkeep({ url, apiKey, timeoutMs: 10_000, retries: 2 });

//#endregion
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
    if (!(error instanceof GraphkeepApiError)) throw error;
    show(error.code, error.field, error.issues); // 'invalid_input', 'username', [{ field, message }]
    show(error.requestId); // finds it in the server's log
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
