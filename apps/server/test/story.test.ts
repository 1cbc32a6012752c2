import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep, GraphkeepApiError } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer, testEngines } from './servers.ts';

describe.each(await testEngines())('the story by the SDK on $name', ({ environment }) => {
  let server: TestServer;
  let gk: Graphkeep;
  const player = () => gk.story.players.create({ username: `u${newId('ply').slice(4)}` });

  beforeAll(async () => {
    server = await startTestServer(environment);
    gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('makes a player and a character, and reads them back joined', async () => {
    const { playerId, username } = await player();
    const { characterId } = await gk.story.characters.create({ playerId, name: 'Ada', inventory: ['lamp'] });
    const character = await gk.story.characters.get({ characterId, include: { player: true } });
    expect(character).toMatchObject({ name: 'Ada', inventory: ['lamp'], player: { username } });
    expect(character.player?.$link.since).toEqual(character.createdAt);
    expect(character.createdAt).toBeInstanceOf(Date);
    const read = await gk.story.players.get({
      playerId,
      include: { characters: { include: { player: true } } },
    });
    expect(read.characters[0]?.player?.playerId).toBe(playerId);
  });

  it('answers a write with what other servers wait for, and takes it back', async () => {
    const username = `u${newId('ply').slice(4)}`;
    const { data, headers } = await gk.story.players.create({ username }).withResponse();
    const given = headers.get('x-graphkeep-bookmarks');
    expect(given !== null).toBe('NEO4J_URI' in environment);
    // The client has brought it along.
    expect(await gk.story.players.get({ playerId: data.playerId })).toMatchObject({ username });
  });

  it('keeps nothing of a character whose player is not there', async () => {
    const playerId = newId('ply');
    await expect(gk.story.characters.create({ playerId, name: 'Orphan' })).rejects.toMatchObject({
      code: 'not_found',
      status: 404,
      message: `There is no Player ${playerId}.`,
    });
    expect((await gk.story.characters.list({ where: { playerId } })).items).toEqual([]);
  });

  it('walks through a list of many pages', async () => {
    const { playerId } = await player();
    for (let i = 0; i < 7; i++) await gk.story.characters.create({ playerId, name: `c${i}` });
    const names: string[] = [];
    for await (const { name } of gk.story.characters.list({
      where: { playerId },
      limit: 3,
      orderBy: { name: 'desc' },
    }))
      names.push(name);
    expect(names).toEqual(['c6', 'c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
  });

  it('answers errors with code, field and request id', async () => {
    const { username } = await player();
    const taken = await gk.story.players.create({ username }).catch((error: unknown) => error);
    expect(taken).toBeInstanceOf(GraphkeepApiError);
    expect(taken).toMatchObject({
      code: 'already_exists',
      status: 409,
      field: 'username',
      requestId: expect.stringMatching(/^req_/),
    });
    // @ts-expect-error a number is no name
    await expect(gk.story.players.create({ username: 5 })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'username',
    });
  });

  it('reports its stores', async () => {
    expect(await gk.system.health()).toMatchObject({
      state: 'healthy',
      stores: expect.arrayContaining([expect.objectContaining({ store: 'graph', state: 'healthy' })]),
    });
    expect(await gk.system.version()).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  it('refuses who has no key, or a wrong one', async () => {
    const stranger = createGraphkeep({ url: server.url, apiKey: `${API_KEY}x` });
    await expect(stranger.story.players.list()).rejects.toMatchObject({
      code: 'unauthenticated',
      status: 401,
    });
    await expect(stranger.system.health()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(server.logged.join()).not.toContain(API_KEY);
  });
});
