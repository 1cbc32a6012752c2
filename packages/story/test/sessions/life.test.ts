import { newId } from '@graphkeep/contract';
import { Character, Player, Session, type StoryGraph, World } from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  abandonSession,
  completeSession,
  createSession,
  loadSession,
  pauseSession,
  resumeSession,
  startSession,
  storyDomain,
} from '../../src/index.ts';
import { enginesWith } from '../play/stage.ts';
import { type Cast, everyone, makeCast } from '../support/cast.ts';

const neo4j = await testNeo4j({ schema: 'story' });

describe.each(enginesWith(neo4j))('a session on $name', ({ environment }) => {
  let clock = new Date('2026-03-01T10:00:00Z');
  const pass = (minutes: number) => {
    clock = new Date(clock.getTime() + minutes * 60_000);
  };
  let platform: TestPlatform<StoryGraph>;
  let cast: Cast;
  const start = ({ own, ...ids }: Cast = cast) => {
    const { playerId, characterId, worldId } = ids;
    return startSession(own, { playerId, characterId, worldId });
  };

  beforeAll(async () => {
    platform = await openTestPlatform({
      ...storyDomain,
      environment: { ...environment, GRAPHKEEP_STORY_MAX_ACTIVE_SESSIONS: '2' },
      now: () => clock,
    });
    cast = await makeCast(platform);
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it('starts with its player, character and world, and is loaded as it was started', async () => {
    const mine = await makeCast(platform);
    const state = await start(mine);
    expect(state).toMatchObject({
      session: { ...pick(mine), status: 'active', totalMinutes: 0, activeSince: clock },
      character: { characterId: mine.characterId, sessionCount: 1, lastActive: clock },
      world: { worldId: mine.worldId },
      scene: null,
      openChoices: [],
      conversation: { items: [], previous: null },
    });
    expect(await loadSession(mine.own, { sessionId: state.session.sessionId })).toEqual(state);
    const { player, character, world } = await everyone(platform)
      .repo(Session)
      .get({
        sessionId: state.session.sessionId,
        include: { player: true, character: true, world: true },
      });
    expect([player?.playerId, character?.characterId, world?.worldId]).toEqual(Object.values(pick(mine)));
  });

  it('counts the minutes that it was played, of session and character', async () => {
    const mine = await makeCast(platform);
    const { sessionId } = (await start(mine)).session;
    pass(10);
    expect(await pauseSession(mine.own, { sessionId })).toMatchObject({ status: 'paused', totalMinutes: 10 });
    pass(600);
    const resumed = await resumeSession(mine.own, { sessionId });
    expect(resumed.session).toMatchObject({ status: 'active', activeSince: clock, totalMinutes: 10 });
    pass(5);
    const ended = await completeSession(mine.own, { sessionId });
    expect(ended).toMatchObject({ status: 'completed', totalMinutes: 15 });
    expect(ended).not.toHaveProperty('activeSince');
    expect(await mine.own.repo(Character).get({ characterId: mine.characterId })).toMatchObject({
      totalSessionMinutes: 15,
      sessionCount: 1,
    });
  });

  it('counts nothing after its player has gone away', async () => {
    const mine = await makeCast(platform);
    const { sessionId } = (await start(mine)).session;
    pass(12);
    await mine.own.repo(Session).patch({ sessionId }, { lastInteraction: clock });
    pass(3_000);
    expect(await abandonSession(mine.own, { sessionId })).toMatchObject({
      status: 'abandoned',
      totalMinutes: 12,
    });
  });

  it('is refused what its state does not allow, and told why', async () => {
    const mine = await makeCast(platform);
    const { sessionId } = (await start(mine)).session;
    await expect(resumeSession(mine.own, { sessionId })).rejects.toMatchObject({
      code: 'wrong_state',
      message: `Session ${sessionId} is active: only one that is paused can be resumed.`,
    });
    await completeSession(mine.own, { sessionId });
    for (const change of [pauseSession, resumeSession, completeSession, abandonSession])
      await expect(change(mine.own, { sessionId })).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(pauseSession(mine.own, { sessionId: newId('ses') })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('counts its minutes once, though two end it at the same time', async () => {
    const mine = await makeCast(platform);
    const { sessionId } = (await start(mine)).session;
    pass(7);
    const ends = await Promise.allSettled([
      completeSession(mine.own, { sessionId }),
      completeSession(mine.own, { sessionId }),
      abandonSession(mine.own, { sessionId }),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const { totalSessionMinutes } = await mine.own.repo(Character).get({ characterId: mine.characterId });
    expect(totalSessionMinutes).toBe(7);
  });

  it('is refused above the limit, which the error names with the sessions that are active', async () => {
    const mine = await makeCast(platform);
    const [first, second] = [await start(mine), await start(mine)];
    const message = expect.stringMatching(
      new RegExp(
        `^Player ${mine.playerId} may have 2 active sessions at a time: pause, complete or abandon one of .*${second.session.sessionId}`,
      ),
    );
    await expect(start(mine)).rejects.toMatchObject({ code: 'limit_reached', message });
    await pauseSession(mine.own, { sessionId: first.session.sessionId });
    await start(mine);
    await expect(resumeSession(mine.own, { sessionId: first.session.sessionId })).rejects.toMatchObject({
      code: 'limit_reached',
    });
    const { playerId, characterId, worldId } = mine;
    await expect(createSession(mine.own, { playerId, characterId, worldId })).rejects.toMatchObject({
      code: 'limit_reached',
    });
    await createSession(mine.own, { playerId, characterId, worldId, status: 'completed' });
  });

  it('takes the last place once, however many begin at the same time', async () => {
    const mine = await makeCast(platform);
    const begun = await Promise.allSettled(Array.from({ length: 6 }, () => start(mine)));
    const codes = begun.map((one) => (one.status === 'fulfilled' ? 'started' : one.reason.code));
    expect(codes.filter((code) => code === 'started')).toHaveLength(2);
    expect(codes.filter((code) => code === 'limit_reached')).toHaveLength(4);
    const where = { playerId: mine.playerId, status: 'active' } as const;
    expect(await mine.own.repo(Session).count({ where })).toBe(2);
    const character = await mine.own.repo(Character).get({ characterId: mine.characterId });
    expect(character.sessionCount).toBe(2);
    const player = await mine.own.repo(Player).get({ playerId: mine.playerId });
    expect(player.version).toBe(1);
  });

  it('begins with nobody else, and with nothing that is not there', async () => {
    const [mine, other] = [await makeCast(platform), await makeCast(platform)];
    const { playerId, characterId, worldId } = mine;
    const begin = (changed: object) => startSession(mine.own, { playerId, characterId, worldId, ...changed });
    await expect(begin({ characterId: other.characterId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(begin({ playerId: other.playerId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(begin({ worldId: newId('wld') })).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      startSession(everyone(platform), { playerId, characterId: other.characterId, worldId }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'characterId' });
    await mine.own.repo(Character).patch({ characterId }, { isActive: false });
    await expect(begin({})).rejects.toMatchObject({ code: 'wrong_state', field: 'characterId' });
    expect(await mine.own.repo(Session).count({ where: { playerId } })).toBe(0);
  });

  it('is not there for a stranger', async () => {
    const [mine, other] = [await makeCast(platform), await makeCast(platform)];
    const { sessionId } = (await start(mine)).session;
    for (const use of [loadSession, pauseSession, completeSession])
      await expect(use(other.own, { sessionId })).rejects.toMatchObject({ code: 'not_found' });
    expect((await loadSession(mine.own, { sessionId })).session.status).toBe('active');
  });

  it('shows a changed world and character at the next load', async () => {
    const mine = await makeCast(platform);
    const { sessionId } = (await start(mine)).session;
    await loadSession(mine.own, { sessionId });
    await everyone(platform).repo(World).patch({ worldId: mine.worldId }, { name: 'The hills' });
    await mine.own.repo(Character).patch({ characterId: mine.characterId }, { level: 2 });
    expect(await loadSession(mine.own, { sessionId })).toMatchObject({
      world: { name: 'The hills' },
      character: { level: 2 },
    });
  });
});

const pick = ({ playerId, characterId, worldId }: Cast) => ({ playerId, characterId, worldId });
