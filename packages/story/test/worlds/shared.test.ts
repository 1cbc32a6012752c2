import { newId } from '@graphkeep/contract';
import { Location, type StoryGraph, World } from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createLocation,
  moveCharacter,
  patchLocation,
  removeLocation,
  removeSession,
  removeWorld,
  startSession,
  storyDomain,
} from '../../src/index.ts';
import { enginesWith } from '../play/stage.ts';
import { everyone, makeCast } from '../support/cast.ts';

const neo4j = await testNeo4j({ schema: 'story' });

describe.each(enginesWith(neo4j))('worlds and locations on $name', ({ environment }) => {
  let platform: TestPlatform<StoryGraph>;
  const all = () => everyone(platform);
  const world = async (name: string) => (await all().repo(World).create({ name })).worldId;

  beforeAll(async () => {
    platform = await openTestPlatform({ ...storyDomain, environment });
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it('joins a place to its world, and to another one that it comes into', async () => {
    const [coast, hills] = [await world('Coast'), await world('Hills')];
    const { locationId } = await createLocation(all(), {
      name: 'Inn',
      locationType: 'house',
      worldId: coast,
    });
    const worldOf = async () =>
      (
        await all()
          .repo(Location)
          .get({ locationId, include: { world: true } })
      ).world?.worldId;
    expect(await worldOf()).toBe(coast);
    await patchLocation(all(), { locationId, changes: { worldId: hills, name: 'Hut' } });
    expect(await worldOf()).toBe(hills);
    const nowhere = newId('wld');
    await expect(
      createLocation(all(), { name: 'Inn', locationType: 'house', worldId: nowhere }),
    ).rejects.toMatchObject({ code: 'not_found', message: `There is no World ${nowhere}.` });
    await expect(patchLocation(all(), { locationId, changes: { worldId: nowhere } })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await worldOf()).toBe(hills);
  });

  it('keeps a place where somebody is, and a world that is played', async () => {
    const { own, playerId, characterId, worldId } = await makeCast(platform);
    const { locationId } = await createLocation(all(), { name: 'Inn', locationType: 'house', worldId });
    const { locationId: elsewhere } = await createLocation(all(), {
      name: 'Pier',
      locationType: 'pier',
      worldId,
    });
    await moveCharacter(own, { characterId, locationId });
    await expect(removeLocation(all(), { locationId })).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await all().repo(Location).get({ locationId })).toMatchObject({ name: 'Inn' });
    await moveCharacter(own, { characterId, locationId: elsewhere });
    await removeLocation(all(), { locationId });

    const { session } = await startSession(own, { playerId, characterId, worldId });
    await expect(removeWorld(all(), { worldId })).rejects.toMatchObject({
      code: 'wrong_state',
      message: `World ${worldId} has 1 sessions and 1 locations: remove them first.`,
    });
    await removeSession(own, { sessionId: session.sessionId });
    await all().repo(Location).remove({ locationId: elsewhere });
    await removeWorld(all(), { worldId });
    expect(await all().repo(World).exists({ where: { worldId } })).toBe(false);
  });

  it('are shared: a player reads them, and changes nothing of them', async () => {
    const { own, worldId } = await makeCast(platform);
    expect((await own.repo(World).get({ worldId })).name).toBe('The coast');
    await expect(createLocation(own, { name: 'Mine', locationType: 'house', worldId })).rejects.toMatchObject(
      { code: 'forbidden' },
    );
    await expect(removeWorld(own, { worldId })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
