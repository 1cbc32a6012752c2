import { createMetrics } from '@graphkeep/core';
import { CharacterState, Choice, Dashboard, Preferences, Scene, SessionState } from '@graphkeep/models/story';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, expect, it } from 'vitest';
import {
  appendScene,
  characterState,
  loadSession,
  logIn,
  narrativeContext,
  remember,
  startSession,
  storyDomain,
} from '../../src/index.ts';
import { prefetchChoices } from '../../src/sessions/prefetch-choices.ts';
import { makeCast } from '../support/cast.ts';

const metrics = createMetrics();
const platform = await openTestPlatform({ ...storyDomain, metrics });
afterAll(() => platform.close());

/** The statements so far of these operations. */
const statements = async (operations: RegExp): Promise<number> => {
  const metric = await metrics.registry.getSingleMetric('db_query_duration_seconds')?.get();
  const counts = metric?.values.filter(
    (one) => 'metricName' in one && String(one.metricName).endsWith('_count'),
  );
  return (counts ?? [])
    .filter(({ labels }) => operations.test(String(labels['operation'])))
    .reduce((sum, { value }) => sum + value, 0);
};
/** How many statements of these operations some work takes. */
const taken = async (operations: RegExp, work: () => Promise<unknown>): Promise<number> => {
  const before = await statements(operations);
  await work();
  return (await statements(operations)) - before;
};
/** The one that asks for the scenes behind choices. */
const BEHIND = /^Choice\.opens$/;
const story = /^(Session|Character|World|Scene|Choice|Player|Memory|TherapeuticGoal|WorldState)\./;

const begin = async () => {
  const cast = await makeCast(platform);
  const { own, playerId, characterId, worldId } = cast;
  const { sessionId } = (await startSession(own, { playerId, characterId, worldId })).session;
  return { ...cast, sessionId };
};

it('reads the state of a session in a few statements, and none once it is cached', async () => {
  const { own, sessionId } = await begin();
  await appendScene(own, {
    sessionId,
    title: 'A door',
    sceneType: 'introduction',
    choices: [{ text: 'Open it', choiceType: 'narrative' }],
  });
  const first = await taken(story, () => loadSession(own, { sessionId }));
  expect(first).toBeGreaterThan(0);
  // Session, character, world, scene, choices; whether there is such a session; what is behind the choice.
  expect(first).toBeLessThanOrEqual(8);
  await eventually(async () =>
    expect(await taken(/^(?!Conversation)/, () => loadSession(own, { sessionId }))).toBeLessThanOrEqual(1),
  );
});

it('has what is behind a choice in the cache before it is chosen', async () => {
  const { own, sessionId } = await begin();
  const { choices } = await appendScene(own, {
    sessionId,
    title: 'A door',
    sceneType: 'introduction',
    choices: [{ text: 'Open it', choiceType: 'narrative' }],
  });
  const { scene, choices: next } = await appendScene(own, {
    sessionId,
    title: 'The hall',
    sceneType: 'exploration',
    openedBy: choices[0]?.choiceId ?? '',
    current: false,
    choices: [{ text: 'Call out', choiceType: 'narrative' }],
  });
  const asked = await statements(BEHIND);
  const { openChoices } = await loadSession(own, { sessionId });
  await eventually(async () => expect(await statements(BEHIND)).toBe(asked + 1));
  await prefetchChoices(own, { openChoices });
  const read = (sceneId: string, choiceId: string) =>
    taken(/^(Scene|Choice)\./, async () => {
      await own.cached(Scene).get({ sceneId });
      await own.cached(Choice).get({ choiceId });
    });
  expect(await read(scene.sceneId, next[0]?.choiceId ?? '')).toBe(0);
  expect(await read(choices[0]?.sceneId ?? '', choices[0]?.choiceId ?? '')).toBe(2);
});

it('has what a player sees first in the cache after a log-in', async () => {
  const { own, playerId, characterId, sessionId } = await begin();
  await logIn(own, { playerId });
  const absent = async () => null;
  await eventually(() =>
    Promise.all([
      own.model(SessionState).get(sessionId, absent),
      own.model(CharacterState).get(characterId, absent),
      own.model(Preferences).get(playerId, absent),
      own.model(Dashboard).get(playerId, absent),
    ]),
  );
});

it('keeps neither of two read models after what it is made of has changed', async () => {
  const { own, characterId, sessionId } = await begin();
  await characterState(own, { characterId });
  await narrativeContext(own, { sessionId });
  expect(await taken(story, () => narrativeContext(own, { sessionId }))).toBe(0);
  await remember(own, { characterId, content: 'A letter' });
  expect((await characterState(own, { characterId })).recentMemories).toHaveLength(1);
  await appendScene(own, { sessionId, title: 'A door', sceneType: 'introduction' });
  expect((await narrativeContext(own, { sessionId })).scene?.title).toBe('A door');
});
