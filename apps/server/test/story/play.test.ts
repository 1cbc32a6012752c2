import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import type { AppendScene } from '@graphkeep/story';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer, testEngines } from '../servers.ts';

describe.each(await testEngines())('play by the SDK on $name', ({ environment }) => {
  let server: TestServer;
  let gk: Graphkeep;
  let worldId: string;

  beforeAll(async () => {
    server = await startTestServer(environment);
    gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
    ({ worldId } = await gk.story.worlds.create({ name: 'The coast' }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** A player in a session, and a key that is theirs alone. */
  const join = async () => {
    const { playerId } = await gk.story.players.create({ username: `u${newId('ply').slice(4)}` });
    const { characterId } = await gk.story.characters.create({ playerId, name: 'Ada' });
    const own = await server.clientFor({ scopes: ['story:read', 'story:write'], owner: playerId });
    const { session } = await own.story.sessions.start({ playerId, characterId, worldId });
    return { playerId, characterId, own, sessionId: session.sessionId };
  };
  const scene: Omit<AppendScene, 'sessionId'> = {
    title: 'A fork in the path',
    sceneType: 'challenge',
    choices: [
      {
        text: 'Left',
        choiceType: 'therapeutic',
        therapeuticValue: 0.5,
        consequences: [
          { attributeChanges: { courage: 1 }, immediate: { experience: 100 } },
          { delayed: { afterMinutes: 5, memories: [{ content: 'The path was steep.' }] } },
        ],
      },
      { text: 'Right', choiceType: 'narrative', prerequisites: ['level>=2'] },
    ],
  };

  it('makes a choice once, though it is asked for again, and is seen by every read after it', async () => {
    const { own, sessionId, playerId, characterId } = await join();
    const { choices, session } = await own.story.play.appendScene({ ...scene, sessionId });
    expect((await own.story.sessions.load({ sessionId })).openChoices).toHaveLength(2);
    expect((await own.story.progress.dashboard({ playerId })).activeSessions).toMatchObject([
      { currentSceneId: session.currentSceneId },
    ]);
    const [left = { choiceId: '' }, right = { choiceId: '' }] = choices;
    const refused = { code: 'wrong_state', status: 409, field: 'choiceId' };
    await expect(own.story.play.choose({ sessionId, choiceId: right.choiceId })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('level>=2'),
    });

    const once = { idempotencyKey: newId('key') };
    const asked = { sessionId, choiceId: left.choiceId };
    const [made, again] = await Promise.all([
      own.story.play.choose(asked, once),
      own.story.play.choose(asked, once),
    ]);
    expect(again).toEqual(made);
    expect(await own.story.play.choose(asked, once)).toEqual(made);
    expect(made).toMatchObject({
      character: { attributes: { courage: 1 }, experience: 105, level: 2 },
      openChoices: [],
      due: [{ dueAt: expect.any(Date) }],
    });
    await expect(own.story.play.choose(asked)).rejects.toMatchObject(refused);
    await expect(own.story.play.choose({ sessionId, choiceId: right.choiceId }, once)).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    });

    const state = await own.story.sessions.load({ sessionId });
    expect(state).toMatchObject({
      session: { interactionCount: 1 },
      character: { experience: 105 },
      scene: { isCompleted: true },
    });
    expect((await own.story.progress.dashboard({ playerId })).characters).toMatchObject([
      { characterId, level: 2 },
    ]);
    expect(await own.story.events.count({ where: { sessionId } })).toBe(1);
  });

  it('follows what is felt, and helps', async () => {
    const { own, sessionId, playerId } = await join();
    const { goalId } = await own.story.goals.create({
      playerId,
      description: 'Speak up',
      approaches: ['cbt'],
    });
    await own.story.emotions.record({ sessionId, state: 'anxious', intensity: 0.6, triggers: ['crowd'] });
    const { intervention } = await own.story.interventions.recommend({
      sessionId,
      content: 'Breathe in, and out.',
      goalIds: [goalId],
    });
    expect(intervention.interventionType).toBe('breathing');
    const { interventionId } = intervention;
    await own.story.interventions.start({ interventionId });
    await own.story.interventions.complete({ interventionId, effectiveness: 0.9 });
    expect(await own.story.emotions.patterns({ playerId })).toMatchObject({
      records: 1,
      states: [{ state: 'anxious', share: 1 }],
      triggers: [{ trigger: 'crowd' }],
      trend: null,
      helped: [{ interventionType: 'breathing', effectiveness: 0.9 }],
    });
    await own.story.goals.advance({ goalId, by: 40 });
    await own.story.goals.changeStatus({ goalId, status: 'paused' });
    const { skillId } = await own.story.skills.create({ playerId, category: 'calm', name: 'Breathing' });
    expect(await own.story.skills.attempt({ skillId, success: true })).toMatchObject({ successes: 1 });
    const { strategyId } = await own.story.strategies.create({ playerId, category: 'body', name: 'Walk' });
    expect(await own.story.strategies.use({ strategyId })).toMatchObject({ timesUsed: 1 });
    expect(await own.story.progress.therapeutic({ playerId })).toMatchObject({
      goals: [{ goalId, progress: 40, status: 'paused' }],
      interventions: [{ interventionId }],
      strategies: [{ timesUsed: 1 }],
      skills: [{ attempts: 1 }],
      overall: 0.4,
      trend: null,
    });
    expect(await own.story.progress.dashboard({ playerId })).toMatchObject({
      effectiveness: [{ approach: 'cbt', effectiveness: 0.9, times: 1 }],
      streak: { current: 1, longest: 1 },
    });
  });

  it('tells operators of a crisis, by keys alone, and nobody else', async () => {
    const { own, sessionId, playerId } = await join();
    const { alertEventId } = await own.story.emotions.record({ sessionId, state: 'crisis', intensity: 1 });
    const operator = await server.clientFor({ scopes: ['story:admin'] });
    const { items } = await operator.story.emotions.alerts({ limit: 10 });
    const raised = items.find((alert) => alert.playerId === playerId);
    expect(raised).toEqual({
      eventId: alertEventId,
      kind: 'crisis',
      playerId,
      sessionId,
      at: expect.any(Date),
    });
    await expect(own.story.emotions.alerts({})).rejects.toMatchObject({ code: 'forbidden' });
    await expect
      .poll(
        async () =>
          await (
            await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${API_KEY}` } })
          ).text(),
        { timeout: 15_000 },
      )
      .toMatch(/alerts_total\{kind="crisis"\} [1-9]/);
    expect(server.logged.join()).toContain('"alert":"crisis"');
  });

  it('shows a player nothing of another', async () => {
    const { sessionId, playerId } = await join();
    const { choices } = await gk.story.play.appendScene({ ...scene, sessionId });
    const { intervention } = await gk.story.interventions.recommend({ sessionId, content: 'x' });
    const { goalId } = await gk.story.goals.create({ playerId, description: 'Speak up' });
    const { interventionId } = intervention;
    const { own } = await join();
    const { story } = own;
    const absent = { code: 'not_found', status: 404 };
    for (const call of [
      () => story.play.appendScene({ ...scene, sessionId }),
      () => story.play.choose({ sessionId, choiceId: choices[0]?.choiceId ?? '' }),
      () => story.emotions.record({ sessionId, state: 'calm', intensity: 0 }),
      () => story.emotions.patterns({ playerId }),
      () => story.interventions.recommend({ sessionId, content: 'x' }),
      () => story.interventions.complete({ interventionId }),
      () => story.goals.advance({ goalId, by: 1 }),
      () => story.progress.dashboard({ playerId }),
      () => story.progress.therapeutic({ playerId }),
    ])
      await expect(call()).rejects.toMatchObject(absent);
  });
});
