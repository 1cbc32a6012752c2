import { describe, expect, it } from 'vitest';
import { testEngines } from './engines.ts';
import { storyStore } from './story-store.ts';

describe.each(await testEngines())('an include on $name', (engine) => {
  const { statements, players, characters, player, characterOf } = storyStore(engine);

  it('loads many, one and nested, flat, with the properties of the link', async () => {
    const { playerId, username } = await player();
    const [ada, bea] = [await characterOf(playerId, 'Ada'), await characterOf(playerId, 'Bea')];
    const loaded = await players().get({
      playerId,
      include: { characters: { include: { player: true } } },
    });
    expect(loaded.characters.map((one) => one.characterId)).toEqual([ada.characterId, bea.characterId]);
    expect(loaded.characters[0]?.$link).toEqual({ since: ada.createdAt });
    expect(loaded.characters[1]?.player?.username).toBe(username);
    expect(loaded.characters[1]?.player?.$link.since).toBeInstanceOf(Date);
  });

  it('limits for each node, not for all together', async () => {
    const owners = [await player(), await player()];
    for (const { playerId } of owners)
      for (const name of ['Ada', 'Bea', 'Cid']) await characterOf(playerId, name);
    const { items } = await players().find({
      where: { playerId: { in: owners.map((one) => one.playerId) } },
      include: { characters: { limit: 2 } },
    });
    expect(items.map((item) => item.characters.map((one) => one.name))).toEqual([
      ['Ada', 'Bea'],
      ['Ada', 'Bea'],
    ]);
  });

  it('is empty, or null, where nothing is related', async () => {
    const { playerId } = await player();
    const lonely = await characters().create({ playerId, name: 'Lonely' });
    expect((await players().get({ playerId, include: { characters: true } })).characters).toEqual([]);
    expect(
      (await characters().get({ characterId: lonely.characterId, include: { player: true } })).player,
    ).toBeNull();
  });

  it('takes one statement a relationship, however many nodes there are', async () => {
    const { playerId } = await player();
    for (let i = 0; i < 12; i++) await characterOf(playerId, `c${i}`);
    statements.length = 0;
    await characters().find({
      where: { playerId },
      include: { player: { include: { characters: true } } },
    });
    expect(statements.map(({ operation }) => operation)).toEqual([
      'Character.list',
      'Character.player',
      'Player.characters',
    ]);
  });

  it('refuses a relationship that there is not', async () => {
    const { playerId } = await player();
    // @ts-expect-error no such relationship
    await expect(players().get({ playerId, include: { friends: true } })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'include.friends',
    });
  });
});
