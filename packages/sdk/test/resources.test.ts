import { expect, it } from 'vitest';
import { GraphkeepApiError } from '../src/index.ts';
import { client, newName, watchedClient } from './support/clients.ts';

const gk = client();

it('reads back what it made, with what the include asks for', async () => {
  const username = newName();
  const lastLogin = new Date('2026-01-02T03:04:05.678Z');
  const { playerId } = await gk.story.players.create({ username, lastLogin });
  const { characterId } = await gk.story.characters.create({ playerId, name: 'Ada', inventory: ['lamp'] });

  const character = await gk.story.characters.get({ characterId, include: { player: true } });
  expect(character).toMatchObject({ name: 'Ada', inventory: ['lamp'], player: { username, lastLogin } });
  expect(character.player?.$link.since).toEqual(character.createdAt);

  const page = await gk.story.players.list({
    where: { username },
    include: { characters: { include: { player: { include: { characters: true } } } } },
  });
  expect(page.next).toBeNull();
  expect(page.items[0]?.characters[0]?.player?.characters[0]?.characterId).toBe(characterId);
});

it('walks through all pages, and asks for each when it is needed', async () => {
  const { gk: watched, requests } = watchedClient();
  const { playerId } = await gk.story.players.create({ username: newName() });
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) await gk.story.characters.create({ playerId, name });
  const query = { where: { playerId }, orderBy: { name: 'asc' }, limit: 2 } as const;

  const read: string[] = [];
  for await (const { name } of watched.story.characters.list(query)) read.push(name);
  expect(read).toEqual(names);
  expect(requests).toHaveLength(3);

  for await (const { name } of watched.story.characters.list(query)) if (name === 'b') break;
  expect(requests).toHaveLength(4);

  const first = await gk.story.characters.list(query);
  const rest: string[] = [];
  for await (const { name } of gk.story.characters.list({ ...query, after: first.next ?? '' }))
    rest.push(name);
  expect(rest).toEqual(['c', 'd', 'e']);
});

it('asks for nothing before a list is awaited or walked through', async () => {
  const { gk: watched, requests } = watchedClient();
  const unused = watched.story.players.list();
  await gk.system.version();
  expect(requests).toHaveLength(0);
  await unused;
  expect(requests).toHaveLength(1);
});

it('calls procedures that are not of a resource', async () => {
  await expect(gk.system.version()).resolves.toEqual({ version: expect.any(String) });
  const health = await gk.system.health();
  expect(health.state).toBe('healthy');
  expect(health.stores[0]?.since).toBeInstanceOf(Date);
});

it('types what went wrong, and tells where to look for it', async () => {
  const characterId = 'chr_01h2xcejqtf2nbrexx3vqjhp41';
  const missing = await gk.story.characters.get({ characterId }).catch((error: unknown) => error);
  expect(missing).toBeInstanceOf(GraphkeepApiError);
  expect(missing).toMatchObject({
    name: 'GraphkeepApiError',
    code: 'not_found',
    status: 404,
    retryable: false,
    requestId: expect.stringMatching(/./),
    message: `There is no Character ${characterId}.`,
  });

  await expect(gk.story.players.create({ username: 'x' })).rejects.toMatchObject({
    code: 'invalid_input',
    status: 400,
    field: 'username',
    issues: [{ field: 'username', message: expect.any(String) }],
  });

  const username = newName();
  await gk.story.players.create({ username });
  await expect(gk.story.players.create({ username })).rejects.toMatchObject({
    code: 'already_exists',
    status: 409,
  });

  const stranger = client({ apiKey: 'gk_nobody_0123456789abcdefghijklmnopqr' });
  await expect(stranger.system.health()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
});

it('sends nothing when it is awaited, printed or stringified by mistake', async () => {
  const { gk: watched, requests } = watchedClient();
  expect(await Promise.resolve(watched)).toBeTypeOf('function');
  expect(JSON.stringify({ watched })).toBe('{}');
  expect(`${watched}`).toBeTypeOf('string');
  expect(requests).toHaveLength(0);
});
