import { Choice, NarrativeEvent, Scene, Session, type StoryGraph } from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  appendScene,
  choose,
  loadSession,
  narrativeContext,
  patchSession,
  pauseSession,
  removeSession,
  setVariables,
  startSession,
  storyDomain,
  touchSession,
} from '../../src/index.ts';
import { prefetchChoices } from '../../src/sessions/prefetch-choices.ts';
import { enginesWith } from '../play/stage.ts';
import { type Cast, everyone, makeCast } from '../support/cast.ts';

const neo4j = await testNeo4j({ schema: 'story' });

describe.each(enginesWith(neo4j))('the state of a session on $name', ({ environment }) => {
  let clock = new Date('2026-03-01T10:00:00Z');
  let platform: TestPlatform<StoryGraph>;

  beforeAll(async () => {
    platform = await openTestPlatform({ ...storyDomain, environment, now: () => clock });
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  /** A session before a door, which can be opened or left. */
  const begin = async () => {
    const cast = await makeCast(platform);
    const { own, playerId, characterId, worldId } = cast;
    const { session } = await startSession(own, { playerId, characterId, worldId });
    const { sessionId } = session;
    const { scene, choices } = await appendScene(own, {
      sessionId,
      title: 'A door',
      sceneType: 'introduction',
      choices: [
        { text: 'Open it', choiceType: 'narrative', agency: 0.9 },
        { text: 'Walk on', choiceType: 'narrative', agency: 0.1 },
      ],
    });
    const open = choices.find(({ text }) => text === 'Open it')?.choiceId ?? '';
    const behind = await appendScene(own, {
      sessionId,
      title: 'The hall',
      sceneType: 'exploration',
      openedBy: open,
      current: false,
      choices: [{ text: 'Call out', choiceType: 'social_interaction' }],
    });
    return { ...cast, sessionId, scene, open, behind };
  };

  it('holds the current scene and its open choices, and follows a choice', async () => {
    const { own, sessionId, scene, open, behind } = await begin();
    const before = await loadSession(own, { sessionId });
    expect(before.scene).toEqual(scene);
    expect(before.openChoices.map(({ text }) => text).sort()).toEqual(['Open it', 'Walk on']);
    await choose(own, { sessionId, choiceId: open });
    const after = await loadSession(own, { sessionId });
    expect(after.scene?.sceneId).toBe(behind.scene.sceneId);
    expect(after.openChoices.map(({ text }) => text)).toEqual(['Call out']);
    await everyone(platform)
      .repo(Choice)
      .patch({ choiceId: after.openChoices[0]?.choiceId ?? '' }, { isAvailable: false });
    expect((await loadSession(own, { sessionId })).openChoices).toEqual([]);
    await own.repo(Scene).patch({ sceneId: behind.scene.sceneId }, { tone: 'dark' });
    expect((await loadSession(own, { sessionId })).scene?.tone).toBe('dark');
  });

  it('has what is behind the likeliest choices fetched before they are made', async () => {
    const { own, sessionId } = await begin();
    const { openChoices } = await loadSession(own, { sessionId });
    expect(await prefetchChoices(own, { openChoices })).toEqual({ scenes: 1, choices: 1 });
    expect(await prefetchChoices(own, { openChoices: [] })).toEqual({ scenes: 0, choices: 0 });
  });

  it('tells a narrator where the story stands', async () => {
    const { own, playerId, worldId, sessionId, open, behind } = await begin();
    expect(await narrativeContext(own, { sessionId })).toMatchObject({
      scene: { title: 'A door' },
      lastChoices: [],
      openThreads: [],
      worldState: null,
    });
    await choose(own, { sessionId, choiceId: open });
    const told = (title: string, significance: number) =>
      own.repo(NarrativeEvent).create({
        playerId,
        sessionId,
        eventType: 'thread',
        title,
        significance,
        occurredAt: clock,
        session: { connect: { sessionId } },
      });
    await told('A voice in the cellar', 0.9);
    await told('A cat', 0.1);
    const context = await narrativeContext(own, { sessionId });
    expect(context.scene?.sceneId).toBe(behind.scene.sceneId);
    expect(context.lastChoices.map(({ text }) => text)).toEqual(['Open it']);
    const threads = context.openThreads.map(({ title }) => title);
    expect(threads).toContain('A voice in the cellar');
    expect(threads).not.toContain('A cat');
    expect(context).toMatchObject({ playerId, worldId, sessionId });
    const stranger = await makeCast(platform);
    await expect(narrativeContext(stranger.own, { sessionId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes variables and metrics one by one, from who has seen its version', async () => {
    const { own, sessionId } = await begin();
    const { version } = (await loadSession(own, { sessionId })).session;
    const first = await setVariables(own, {
      sessionId,
      version,
      variables: { lamp: true, door: { open: 1 } },
      metrics: { wordsRead: 12 },
    });
    const second = await setVariables(own, {
      sessionId,
      version: first.version,
      variables: { lamp: null, key: 'brass' },
    });
    expect(second).toMatchObject({
      variables: { door: { open: 1 }, key: 'brass' },
      metrics: { wordsRead: 12 },
    });
    expect(second.variables).not.toHaveProperty('lamp');
    await expect(
      setVariables(own, { sessionId, version: first.version, variables: { key: 'lost' } }),
    ).rejects.toMatchObject({ code: 'stale_version', field: 'version' });
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`v${index}`, index]));
    await expect(
      setVariables(own, { sessionId, version: second.version, variables: many }),
    ).rejects.toMatchObject({ code: 'too_large', field: 'variables' });
    expect((await loadSession(own, { sessionId })).session.variables).toEqual(second.variables);
  });

  it('is patched, but not in what has a rule of its own', async () => {
    const { own, sessionId } = await begin();
    expect(await patchSession(own, { sessionId, changes: { difficulty: 'gentle' } })).toMatchObject({
      difficulty: 'gentle',
    });
    await expect(patchSession(own, { sessionId, changes: { status: 'completed' } })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'changes.status',
      message: 'status is not patched: start, pause, resume, complete and abandon change it.',
    });
  });

  it('is kept alive by touches, which change nothing else', async () => {
    const { own, sessionId } = await begin();
    const stranger = await makeCast(platform);
    const before = await own.repo(Session).get({ sessionId });
    clock = new Date(clock.getTime() + 60_000);
    expect(await touchSession(own, { sessionId })).toEqual({ sessionId, at: clock });
    await touchSession(own, { sessionId });
    await eventually(async () =>
      expect(await own.repo(Session).get({ sessionId })).toEqual({ ...before, lastInteraction: clock }),
    );
    await expect(touchSession(stranger.own, { sessionId })).rejects.toMatchObject({ code: 'not_found' });
    await pauseSession(own, { sessionId });
    await expect(touchSession(own, { sessionId })).rejects.toMatchObject({ code: 'wrong_state' });
  });

  it('goes with the session, and all else that belongs to it', async () => {
    const { own, sessionId, open } = await begin();
    await choose(own, { sessionId, choiceId: open });
    await loadSession(own, { sessionId });
    await removeSession(own, { sessionId });
    await expect(loadSession(own, { sessionId })).rejects.toMatchObject({ code: 'not_found' });
    expect(await remains({ own })).toEqual([0, 0, 0, 0]);
  });
});

const remains = ({ own }: Pick<Cast, 'own'>) =>
  Promise.all([Session, Scene, Choice, NarrativeEvent].map((definition) => own.repo(definition).count()));
