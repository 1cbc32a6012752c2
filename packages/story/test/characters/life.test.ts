import { newId } from '@graphkeep/contract';
import { Character, Location, Memory, Scene, Session, type StoryGraph } from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  characterState,
  createLocation,
  createMemory,
  listRelationships,
  moveCharacter,
  patchCharacter,
  recall,
  remember,
  removeCharacter,
  removeRelationship,
  setRelationship,
  setRelationshipInput,
  startSession,
  storyDomain,
} from '../../src/index.ts';
import { enginesWith } from '../play/stage.ts';
import { anotherCharacter, type Cast, everyone, makeCast } from '../support/cast.ts';

const neo4j = await testNeo4j({ schema: 'story' });

/** As long as the embeddings of memories are; only its first number differs. */
const vector = (first: number) => [first, 1, ...Array.from({ length: 382 }, () => 0)];

describe.each(enginesWith(neo4j))('a character on $name', ({ environment }) => {
  let platform: TestPlatform<StoryGraph>;
  let cast: Cast;
  let stranger: Cast;

  beforeAll(async () => {
    platform = await openTestPlatform({ ...storyDomain, environment });
    [cast, stranger] = [await makeCast(platform), await makeCast(platform)];
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it('knows others of its player, as was said last', async () => {
    const { own, characterId } = cast;
    const bea = await anotherCharacter(platform, cast.playerId, 'Bea');
    const cyd = await anotherCharacter(platform, cast.playerId, 'Cyd');
    await setRelationship(own, { characterId, otherId: bea, strength: -0.5, kind: 'rival' });
    await setRelationship(own, { characterId, otherId: cyd, strength: 0.2, kind: 'friend' });
    const said = await setRelationship(own, { characterId, otherId: bea, strength: 0.8, kind: 'friend' });
    const { relationships } = await listRelationships(own, { characterId });
    expect(relationships).toEqual([
      { ...said, name: 'Bea' },
      { characterId: cyd, name: 'Cyd', strength: 0.2, kind: 'friend', updatedAt: expect.any(Date) },
    ]);
    expect((await characterState(own, { characterId })).relationships).toEqual(relationships);
    const names = async (filter: object) =>
      (await listRelationships(own, { characterId, ...filter })).relationships.map(({ name }) => name);
    expect(await names({ minStrength: 0.5 })).toEqual(['Bea']);
    expect(await names({ kind: 'rival' })).toEqual([]);
    expect(await names({ limit: 1 })).toEqual(['Bea']);
    expect(await removeRelationship(own, { characterId, otherId: bea })).toEqual({ removed: true });
    expect(await removeRelationship(own, { characterId, otherId: bea })).toEqual({ removed: false });
    expect(await names({})).toEqual(['Cyd']);
    expect((await characterState(own, { characterId })).relationships).toHaveLength(1);
  });

  it('knows neither itself nor whom another player plays', async () => {
    const { own, characterId } = cast;
    const between = { strength: 1, kind: 'friend' };
    expect(
      setRelationshipInput.safeParse({ characterId, otherId: characterId, ...between }).error?.issues[0],
    ).toMatchObject({ path: ['otherId'], message: 'must be another character than characterId' });
    const otherId = stranger.characterId;
    await expect(setRelationship(own, { characterId, otherId, ...between })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      setRelationship(everyone(platform), { characterId, otherId, ...between }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'otherId' });
  });

  it('recalls what was last, what moved it most, and what words and vectors ask for', async () => {
    const { own } = cast;
    const characterId = await anotherCharacter(platform, cast.playerId, 'Dee');
    const add = (content: string, emotionalWeight: number, day: number, more: object = {}) =>
      remember(own, {
        characterId,
        content,
        emotionalWeight,
        occurredAt: new Date(Date.UTC(2026, 0, day)),
        ...more,
      });
    await add('The storm over the harbour', -0.9, 1, { embedding: vector(5) });
    await add('A quiet breakfast', 0.1, 3, { embedding: vector(-5) });
    await add('The lighthouse at dawn', 0.7, 2);
    const contents = async (asked: Parameters<typeof recall>[1]) =>
      (await recall(own, asked)).items.map(({ memory }) => memory.content);
    expect(await contents({ characterId, by: 'recent', limit: 2 })).toEqual([
      'A quiet breakfast',
      'The lighthouse at dawn',
    ]);
    expect(await contents({ characterId, by: 'weight', limit: 2 })).toEqual([
      'The storm over the harbour',
      'The lighthouse at dawn',
    ]);
    expect(await contents({ characterId, by: 'text', text: 'storm' })).toEqual([
      'The storm over the harbour',
    ]);
    const near = await recall(own, { characterId, by: 'vector', vector: vector(4), limit: 1 });
    expect(near.items).toMatchObject([{ memory: { content: 'The storm over the harbour' } }]);
    expect(near.items[0]?.score).toBeGreaterThan(0.9);
    const state = await characterState(own, { characterId });
    expect(state.recentMemories.map(({ content }) => content)[0]).toBe('A quiet breakfast');
    await add('A letter', 0, 4);
    const later = await characterState(own, { characterId });
    expect(later.recentMemories.map(({ content }) => content)[0]).toBe('A letter');
    for (const asked of [
      { by: 'recent' },
      { by: 'weight' },
      { by: 'text', text: 'storm' },
      { by: 'vector', vector: vector(4) },
    ] as const)
      expect((await recall(stranger.own, { characterId, ...asked })).items).toEqual([]);
  });

  it('has no memory of somebody who is not there, or of another player', async () => {
    const all = everyone(platform);
    const memory = { content: 'x', occurredAt: new Date() };
    await expect(
      remember(stranger.own, { characterId: cast.characterId, content: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      createMemory(all, { playerId: stranger.playerId, characterId: cast.characterId, ...memory }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'playerId' });
    const { memoryId } = await createMemory(all, {
      playerId: cast.playerId,
      characterId: cast.characterId,
      ...memory,
    });
    const kept = await all.repo(Memory).get({ memoryId, include: { character: true } });
    expect(kept.character?.characterId).toBe(cast.characterId);
  });

  it('is in one place at a time, which is part of a world', async () => {
    const all = everyone(platform);
    const { own, characterId, worldId } = cast;
    const place = async (name: string) =>
      (await createLocation(all, { name, locationType: 'room', worldId })).locationId;
    const [hall, attic] = [await place('Hall'), await place('Attic')];
    await moveCharacter(own, { characterId, locationId: hall });
    const [one, other] = await Promise.allSettled([
      moveCharacter(own, { characterId, locationId: attic }),
      moveCharacter(own, { characterId, locationId: hall }),
    ]);
    expect([one.status, other.status]).toEqual(['fulfilled', 'fulfilled']);
    const { currentLocationId, locatedAt } = await own
      .repo(Character)
      .get({ characterId, include: { locatedAt: true } });
    expect(locatedAt?.locationId).toBe(currentLocationId);
    const places = await all
      .repo(Location)
      .find({ where: { characters: { some: { characterId } } }, select: { locationId: true } });
    expect(places.items).toEqual([{ locationId: currentLocationId }]);

    const nowhere = await all.repo(Location).create({ name: 'Nowhere', locationType: 'void', worldId });
    await expect(moveCharacter(own, { characterId, locationId: nowhere.locationId })).rejects.toMatchObject({
      code: 'wrong_state',
      field: 'locationId',
    });
    await expect(
      patchCharacter(own, { characterId, changes: { currentLocationId: attic } }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'changes.currentLocationId' });
    expect(await patchCharacter(own, { characterId, changes: { level: 4 } })).toMatchObject({ level: 4 });
    await expect(
      patchCharacter(own, { characterId, changes: { level: 5 }, version: 1 }),
    ).rejects.toMatchObject({ code: 'stale_version' });
  });

  it('goes with its memories and sessions, all of it or nothing', async () => {
    const mine = await makeCast(platform);
    const { own, playerId, characterId, worldId } = mine;
    await remember(own, { characterId, content: 'x' });
    const { session } = await startSession(own, { playerId, characterId, worldId });
    const { sessionId } = session;
    await own.repo(Scene).create({
      playerId,
      sessionId,
      title: 'The door',
      sceneType: 'introduction',
      session: { connect: { sessionId, $link: { order: 0 } } },
      choices: {
        create: [{ playerId, sceneId: newId('scn'), text: 'Open it', choiceType: 'narrative' }],
      },
    });
    const { version } = await own.repo(Character).get({ characterId });
    await expect(removeCharacter(own, { characterId, version: version - 1 })).rejects.toMatchObject({
      code: 'stale_version',
    });
    await expect(removeCharacter(stranger.own, { characterId })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await left(mine)).toEqual([1, 1, 1, 1]);
    await removeCharacter(own, { characterId });
    expect(await left(mine)).toEqual([0, 0, 0, 0]);
    await expect(characterState(own, { characterId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

const left = ({ own, playerId }: Cast) =>
  Promise.all(
    [Character, Memory, Session, Scene].map((definition) =>
      own.repo(definition).count({ where: { playerId } }),
    ),
  );
