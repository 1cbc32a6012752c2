import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer, testEngines } from '../servers.ts';

describe.each(await testEngines())('characters by the SDK on $name', ({ environment }) => {
  let server: TestServer;
  let gk: Graphkeep;

  beforeAll(async () => {
    server = await startTestServer(environment);
    gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const join = async () => {
    const { playerId } = await gk.story.players.create({ username: `u${newId('ply').slice(4)}` });
    const { characterId } = await gk.story.characters.create({ playerId, name: 'Ada' });
    const own = await server.clientFor({ scopes: ['story:read', 'story:write'], owner: playerId });
    return { playerId, characterId, own };
  };

  it('know each other, remember, and are seen whole', async () => {
    const { own, playerId, characterId } = await join();
    const other = await own.story.characters.create({ playerId, name: 'Bea' });
    const known = { characterId, otherId: other.characterId };
    await own.story.characters.setRelationship({ ...known, strength: 0.4, kind: 'friend' });
    await own.story.characters.remember({ characterId, content: 'The storm', emotionalWeight: -0.8 });
    await own.story.characters.remember({ characterId, content: 'The calm', emotionalWeight: 0.3 });
    const { relationships } = await own.story.characters.relationships({ characterId });
    expect(relationships).toMatchObject([{ name: 'Bea', strength: 0.4, kind: 'friend' }]);
    const heavy = await own.story.characters.recall({ characterId, by: 'weight', limit: 1 });
    expect(heavy.items).toMatchObject([{ memory: { content: 'The storm' } }]);
    const found = await own.story.characters.recall({ characterId, by: 'text', text: 'calm' });
    expect(found.items).toMatchObject([{ memory: { content: 'The calm' }, score: expect.any(Number) }]);
    const state = await own.story.characters.state({ characterId });
    expect(state).toMatchObject({ character: { name: 'Ada' }, relationships });
    expect(state.recentMemories.map(({ content }) => content).sort()).toEqual(['The calm', 'The storm']);
    expect(await own.story.characters.removeRelationship(known)).toEqual({ removed: true });
    expect((await own.story.characters.state({ characterId })).relationships).toEqual([]);
    await expect(
      own.story.characters.setRelationship({ ...known, strength: 2, kind: 'friend' }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'strength' });
    await expect(
      // @ts-expect-error there is no such way to recall
      own.story.characters.recall({ characterId, by: 'smell' }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'by' });
  });

  it('move between the places of a world, which only an operator makes', async () => {
    const { own, characterId } = await join();
    const { worldId } = await gk.story.worlds.create({ name: 'The coast' });
    const { locationId } = await gk.story.locations.create({
      name: 'Inn',
      locationType: 'house',
      worldId,
    });
    expect(await own.story.characters.move({ characterId, locationId })).toMatchObject({
      currentLocationId: locationId,
    });
    const read = await own.story.characters.get({
      characterId,
      include: { locatedAt: { include: { world: true } } },
    });
    expect(read.locatedAt?.world?.name).toBe('The coast');
    await expect(own.story.worlds.create({ name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(gk.story.locations.remove({ locationId })).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(own.story.characters.move({ characterId, locationId: newId('loc') })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('belong to players who log in, choose, pursue goals, and go with all that is theirs', async () => {
    const { own, playerId, characterId } = await join();
    expect((await own.story.players.logIn({ playerId })).lastLogin).toBeInstanceOf(Date);
    expect(await own.story.players.preferences({ playerId })).toMatchObject({
      playerId,
      privacySettings: { retentionDays: 365 },
    });
    const { goalId } = await own.story.goals.create({ playerId, description: 'Sleep well' });
    const { skillId } = await own.story.skills.create({ playerId, category: 'social', name: 'Listen' });
    const { strategyId } = await own.story.strategies.create({ playerId, category: 'body', name: 'Walk' });
    const player = await own.story.players.get({
      playerId,
      include: { goals: true, skills: true, strategies: true },
    });
    expect([player.goals[0]?.goalId, player.skills[0]?.skillId, player.strategies[0]?.strategyId]).toEqual([
      goalId,
      skillId,
      strategyId,
    ]);
    await own.story.players.remove({ playerId });
    for (const gone of [
      gk.story.players.get({ playerId }),
      gk.story.characters.get({ characterId }),
      gk.story.goals.get({ goalId }),
    ])
      await expect(gone).rejects.toMatchObject({ code: 'not_found' });
  });
});
