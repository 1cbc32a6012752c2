import { newId } from '@graphkeep/contract';
import { createLogger, createMetrics, loadConfig } from '@graphkeep/core';
import { Character, Player, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { openPlatform, type Platform } from '@graphkeep/platform';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCharacter } from '../../src/index.ts';
import { enginesWith } from '../play/stage.ts';

const neo4j = await testNeo4j({ schema: 'story' });

describe.each(enginesWith(neo4j))('createCharacter on $name', ({ environment }) => {
  let platform: Platform<StoryGraph>;
  const all = () => platform.as({ id: 'test', scopes: ['*'] });
  const player = () =>
    all()
      .repo(Player)
      .create({ username: `u${newId('ply').slice(4)}` });

  beforeAll(async () => {
    const log = createLogger({ level: 'silent' });
    platform = await openPlatform({
      config: loadConfig(environment),
      graph: storyGraph,
      log,
      metrics: createMetrics(),
    });
  });
  afterAll(() => platform.close());

  it('joins the character to its player, both ways', async () => {
    const { playerId } = await player();
    const { characterId, createdAt } = await createCharacter(all(), { playerId, name: 'Ada' });
    const read = await all()
      .repo(Character)
      .get({ characterId, include: { player: { include: { characters: true } } } });
    expect(read.player?.characters.map((one) => one.characterId)).toEqual([characterId]);
    expect(read.player?.$link.since).toEqual(createdAt);
  });

  it('makes nothing for a player who is not there', async () => {
    const playerId = newId('ply');
    await expect(createCharacter(all(), { playerId, name: 'Ada' })).rejects.toMatchObject({
      code: 'not_found',
      message: `There is no Player ${playerId}.`,
    });
    expect((await all().repo(Character).find({ where: { playerId } })).items).toEqual([]);
  });

  it('makes nothing for another player than the one who asks', async () => {
    const [mine, other] = [await player(), await player()];
    const own = platform.as({ id: 'player', owner: mine.playerId, scopes: ['*'] });
    await expect(createCharacter(own, { playerId: other.playerId, name: 'Spy' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await createCharacter(own, { playerId: mine.playerId, name: 'Ada' })).playerId).toBe(
      mine.playerId,
    );
  });
});
