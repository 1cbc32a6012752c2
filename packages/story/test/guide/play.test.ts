import { newId } from '@graphkeep/contract';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { afterAll, expect, it } from 'vitest';
import {
  appendScene,
  choose,
  completeIntervention,
  consequencesJob,
  emotionalPatterns,
  listAlerts,
  recommendIntervention,
  recordEmotion,
  startIntervention,
  storyDomain,
} from '../../src/index.ts';
import { makePlayer } from '../play/make-player.ts';

let time = Date.UTC(2026, 2, 4, 10);
const opened = await openTestPlatform({
  ...storyDomain,
  jobs: [],
  consumers: [],
  now: () => new Date(time),
});
afterAll(() => opened.close());
const platform = opened.as({ id: 'guide', scopes: ['*'] });

it('appends scenes and makes choices', async () => {
  const { sessionId, playerId, other, skill, goal } = await makePlayer(platform);
  const { characterId: boId } = other;
  const { skillId } = skill;
  const { goalId } = goal;
  //#region append
  const boat = await appendScene(platform, {
    sessionId,
    title: 'The boat',
    sceneType: 'exploration',
    choices: [{ text: 'Row', choiceType: 'narrative' }],
    current: false, // prepared: the session comes here by a choice
  });
  const pier = await appendScene(platform, {
    sessionId,
    title: 'The pier',
    sceneType: 'challenge',
    choices: [
      {
        text: 'Greet Bo',
        choiceType: 'therapeutic',
        therapeuticValue: 0.8,
        agency: 0.6,
        prerequisites: ['energy>=0.2'],
        opens: boat.scene.sceneId,
        consequences: [
          {
            attributeChanges: { courage: 0.5 },
            relationshipChanges: { [boId]: 0.3 },
            insights: ['Words build bridges'],
            immediate: {
              experience: 20,
              stress: -0.1,
              items: { gain: ['rope'] },
              skills: [{ skillId, success: true }],
              goals: [{ goalId, by: 10 }],
              world: { values: { tide: 'low' }, minutes: 30 },
            },
            delayed: { afterMinutes: 60, memories: [{ content: 'Bo waved from afar.' }] },
          },
        ],
      },
      { text: 'Walk on', choiceType: 'narrative' },
    ],
  });
  //#endregion
  const choiceId = pier.choices.find(({ text }) => text === 'Greet Bo')?.choiceId ?? '';
  const idempotencyKey = newId('key');
  //#region choose
  const { character, scene, openChoices, due } = await choose(
    platform,
    { sessionId, choiceId },
    { idempotencyKey },
  );
  //#endregion
  expect([character.level, scene?.title, openChoices.map(({ text }) => text), due.length]).toEqual([
    1,
    'The boat',
    ['Row'],
    1,
  ]);
  //#region second
  await choose(platform, { sessionId, choiceId }, { idempotencyKey }); // the same answer, and nothing happens twice
  const refused = await choose(platform, { sessionId, choiceId }).catch(({ code }) => code); // wrong_state
  //#endregion
  expect(refused).toBe('wrong_state');

  time += 3_600_000;
  const system = opened.asSystem('the guide');
  const { signal } = new AbortController();
  expect(await consequencesJob.run(system, { input: {}, signal, progress: () => {} })).toEqual({
    applied: 1,
    failed: 0,
  });

  //#region felt
  const { session, alertEventId } = await recordEmotion(platform, {
    sessionId,
    state: 'anxious',
    intensity: 0.8,
    triggers: ['crowd'],
  });
  //#endregion
  expect([session.safetyLevel, alertEventId]).toEqual(['watch', null]);
  //#region intervene
  const { intervention, reason } = await recommendIntervention(platform, {
    sessionId,
    content: 'Breathe in for four, hold for four, breathe out for six.',
    goalIds: [goalId],
  });
  const { interventionId } = intervention;
  await startIntervention(platform, { interventionId });
  await completeIntervention(platform, { interventionId, effectiveness: 0.7 });
  //#endregion
  expect([intervention.interventionType, reason]).toEqual([
    'breathing',
    'It is customary for somebody who is anxious.',
  ]);
  time += 1;
  //#region patterns
  const { states, triggers, trend, helped } = await emotionalPatterns(platform, { playerId });
  //#endregion
  expect({ states, triggers, trend, helped }).toEqual({
    states: [{ state: 'anxious', count: 1, share: 1 }],
    triggers: [{ trigger: 'crowd', count: 1 }],
    trend: null,
    helped: [{ interventionType: 'breathing', times: 1, measured: 1, effectiveness: 0.7 }],
  });
  await recordEmotion(platform, { sessionId, state: 'crisis', intensity: 1 });
  //#region alerts
  const { items, next, from } = await listAlerts(platform, { limit: 20 });
  // items: [{ eventId, kind: 'crisis', playerId, sessionId, at }]
  //#endregion
  expect([items.length, items[0]?.sessionId, next, from.getTime() < time]).toEqual([
    1,
    sessionId,
    null,
    true,
  ]);
});
