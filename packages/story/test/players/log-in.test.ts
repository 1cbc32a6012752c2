import { newId } from '@graphkeep/contract';
import {
  type Location,
  Player,
  Session,
  type StoryGraph,
  storyGraph,
  type World,
} from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createGoal,
  createMarker,
  createSkill,
  createStrategy,
  logIn,
  preferences,
  removePlayer,
  startSession,
  storyDomain,
  warmPlayer,
} from '../../src/index.ts';
import { enginesWith } from '../play/stage.ts';
import { everyone, makeCast } from '../support/cast.ts';

const neo4j = await testNeo4j({ schema: 'story' });

/** Every node of the graph but the shared ones. */
type Owned = Exclude<StoryGraph[keyof StoryGraph], typeof World | typeof Location>;

describe.each(enginesWith(neo4j))('a player on $name', ({ environment }) => {
  const now = new Date('2026-03-01T10:00:00Z');
  let platform: TestPlatform<StoryGraph>;

  beforeAll(async () => {
    platform = await openTestPlatform({ ...storyDomain, environment, now: () => now });
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it('is noted when logging in, unless it was put out of use', async () => {
    const { own, playerId } = await makeCast(platform);
    expect(await logIn(own, { playerId })).toMatchObject({ playerId, lastLogin: now });
    await own.repo(Player).patch({ playerId }, { isActive: false, lastLogin: null });
    await expect(logIn(own, { playerId })).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await own.repo(Player).get({ playerId })).not.toHaveProperty('lastLogin');
    await expect(logIn(own, { playerId: newId('ply') })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has what it sees first brought into the cache', async () => {
    const { own, playerId, characterId, worldId } = await makeCast(platform);
    await startSession(own, { playerId, characterId, worldId });
    expect(await warmPlayer(own, { playerId })).toMatchObject({ failed: 0, warmed: expect.any(Number) });
    expect((await warmPlayer(own, { playerId })).warmed).toBeGreaterThanOrEqual(3);
  });

  it('is shown the preferences as they are, and nobody else is', async () => {
    const [{ own, playerId }, stranger] = [await makeCast(platform), await makeCast(platform)];
    const before = await preferences(own, { playerId });
    expect(before).toMatchObject({ playerId, therapeuticPreferences: { intensity: 'medium' } });
    await own
      .repo(Player)
      .patch(
        { playerId },
        { therapeuticPreferences: { ...before.therapeuticPreferences, intensity: 'low' } },
      );
    expect(await preferences(own, { playerId })).toMatchObject({
      therapeuticPreferences: { intensity: 'low' },
    });
    await expect(preferences(stranger.own, { playerId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is joined to goals, strategies, skills and markers that are made for it', async () => {
    const { own, playerId } = await makeCast(platform);
    const { goalId } = await createGoal(own, { playerId, description: 'Sleep well' });
    const { strategyId } = await createStrategy(own, { playerId, name: 'Walk', category: 'body' });
    const { skillId } = await createSkill(own, { playerId, name: 'Listen', category: 'social' });
    const { markerId } = await createMarker(own, {
      playerId,
      type: 'first',
      title: 'First walk',
      value: 1,
      achievedAt: now,
    });
    const { goals, strategies, skills, markers } = await own.repo(Player).get({
      playerId,
      include: { goals: true, strategies: true, skills: true, markers: true },
    });
    expect([goals[0]?.goalId, strategies[0]?.strategyId, skills[0]?.skillId, markers[0]?.markerId]).toEqual([
      goalId,
      strategyId,
      skillId,
      markerId,
    ]);
    const nobody = newId('ply');
    await expect(
      createGoal(everyone(platform), { playerId: nobody, description: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found', message: `There is no Player ${nobody}.` });
  });

  it('goes with all that belongs to it, and nothing of others', async () => {
    const [mine, other] = [await makeCast(platform), await makeCast(platform)];
    for (const { own, playerId, characterId, worldId } of [mine, other]) {
      await startSession(own, { playerId, characterId, worldId });
      await createGoal(own, { playerId, description: 'Sleep well' });
    }
    const all = everyone(platform);
    await removePlayer(all, { playerId: mine.playerId });
    const where = { playerId: mine.playerId };
    for (const definition of Object.values<Owned>({ ...storyGraph, World: Player, Location: Player }))
      expect(await all.repo(definition).count({ where }), definition.label).toBe(0);
    expect(await other.own.repo(Session).count()).toBe(1);
    await expect(removePlayer(all, { playerId: mine.playerId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
