import { newId } from '@graphkeep/contract';
import { EmotionalState, Intervention, NarrativeEvent, Session } from '@graphkeep/models/story';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import {
  completeIntervention,
  emotionalPatterns,
  recommendIntervention,
  recordEmotion,
  startIntervention,
} from '../../src/index.ts';
import { DAY_MS, enginesWith, openStage } from '../play/stage.ts';

const engines = enginesWith(await testNeo4j({ schema: 'story' }));

describe.each(engines)('what is felt on $name', (engine) => {
  const { all, owner, player, now, pass } = openStage(engine);

  it('is recorded with its session, which follows it', async () => {
    const { sessionId, playerId } = await player();
    const { emotion, session, alertEventId } = await recordEmotion(owner(playerId), {
      sessionId,
      state: 'anxious',
      intensity: 0.9,
      triggers: ['crowd'],
    });
    expect(emotion).toMatchObject({ playerId, recordedAt: now(), triggers: ['crowd'] });
    expect(session).toMatchObject({ emotionalState: 'anxious', safetyLevel: 'watch' });
    expect(alertEventId).toBeNull();
    const { emotions } = await all()
      .repo(Session)
      .get({ sessionId, include: { emotions: true } });
    expect(emotions.map(({ stateId }) => stateId)).toEqual([emotion.stateId]);
    await expect(
      recordEmotion(owner(newId('ply')), { sessionId, state: 'calm', intensity: 0 }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(recordEmotion(all(), { sessionId, state: 'calm', intensity: 2 })).rejects.toThrow(
      /intensity/,
    );
    expect(await all().repo(EmotionalState).count({ where: { sessionId } })).toBe(1);
  });

  it('raises an alert where a crisis begins, and not while it goes on', async () => {
    const { sessionId } = await player();
    await all().repo(Session).patch({ sessionId }, { status: 'completed' });
    const crisis = () => recordEmotion(all(), { sessionId, state: 'crisis', intensity: 1 });
    const [first, second] = [await crisis(), await crisis()];
    expect([first.session.safetyLevel, second.alertEventId]).toEqual(['crisis', null]);
    const calm = await recordEmotion(all(), { sessionId, state: 'calm', intensity: 1 });
    expect(calm.session.safetyLevel).toBe('alert');
    const third = await crisis();
    const { items } = await all().repo(NarrativeEvent).find({ where: { sessionId } });
    expect(items.map(({ eventId, eventType }) => [eventId, eventType])).toEqual([
      [first.alertEventId, 'crisis'],
      [third.alertEventId, 'crisis'],
    ]);
  });

  it('raises one alert though many record the same crisis at once', async () => {
    const { sessionId } = await player();
    const made = await Promise.all(
      Array.from({ length: 4 }, () => recordEmotion(all(), { sessionId, state: 'crisis', intensity: 1 })),
    );
    expect(made.filter(({ alertEventId }) => alertEventId !== null)).toHaveLength(1);
    expect(await all().repo(EmotionalState).count({ where: { sessionId } })).toBe(4);
  });

  it('shows its patterns over a time, and what helped', async () => {
    const { sessionId, playerId } = await player();
    const record = (intensity: number) =>
      recordEmotion(all(), { sessionId, state: 'distressed', intensity, triggers: ['exam'] });
    for (let step = 0; step < 9; step++) {
      await record(1 - step / 10);
      pass(60_000);
    }
    const { intervention } = await recommendIntervention(all(), { sessionId, content: 'Breathe' });
    const { interventionId } = intervention;
    await completeIntervention(all(), { interventionId, effectiveness: 0.8 });
    pass(1);
    expect(await emotionalPatterns(owner(playerId), { playerId })).toMatchObject({
      records: 9,
      truncated: false,
      states: [{ state: 'distressed', count: 9, share: 1 }],
      transitions: [{ from: 'distressed', to: 'distressed', count: 8 }],
      triggers: [{ trigger: 'exam', count: 9 }],
      meanIntensity: expect.closeTo(0.6),
      trend: 'improving',
      helped: [{ interventionType: 'emotional_regulation', times: 1, measured: 1, effectiveness: 0.8 }],
    });
    const from = new Date(now().getTime() - 150_000);
    expect(await emotionalPatterns(all(), { playerId, sessionId, from })).toMatchObject({
      records: 2,
      trend: null,
    });
    const nothing = await player();
    expect(await emotionalPatterns(all(), { playerId: nothing.playerId })).toMatchObject({
      records: 0,
      states: [],
      meanIntensity: null,
      trend: null,
      helped: [],
    });
    await expect(emotionalPatterns(owner(nothing.playerId), { playerId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      emotionalPatterns(all(), { playerId, from: new Date(now().getTime() - 400 * DAY_MS) }),
    ).rejects.toThrow(/366 days/);
  });
});

describe.each(engines)('an intervention on $name', (engine) => {
  const { all, player, now, pass } = openStage(engine);

  it('is recommended for the state of the session, begun and completed', async () => {
    const { sessionId, goal } = await player();
    await recordEmotion(all(), { sessionId, state: 'overwhelmed', intensity: 0.9 });
    const { intervention, reason } = await recommendIntervention(all(), {
      sessionId,
      content: 'Name five things that you see.',
      goalIds: [goal.goalId],
    });
    expect(reason).toContain('customary');
    expect(intervention).toMatchObject({
      interventionType: 'grounding',
      triggeredBy: 'overwhelmed',
      urgency: 'high',
    });
    const { interventionId } = intervention;
    const begun = await startIntervention(all(), { interventionId });
    pass(1_000);
    expect((await startIntervention(all(), { interventionId })).startedAt).toEqual(begun.startedAt);
    const done = await completeIntervention(all(), { interventionId, effectiveness: 0.9 });
    expect(done).toMatchObject({ startedAt: begun.startedAt, completedAt: now(), effectiveness: 0.9 });
    const read = await all()
      .repo(Intervention)
      .get({ interventionId, include: { session: true, goals: true } });
    expect(read.session?.sessionId).toBe(sessionId);
    expect(read.goals.map(({ goalId }) => goalId)).toEqual([goal.goalId]);
    for (const again of [startIntervention, completeIntervention])
      await expect(again(all(), { interventionId })).rejects.toMatchObject({ code: 'wrong_state' });
  });

  it('is what helped this player before', async () => {
    const { sessionId } = await player();
    for (const effectiveness of [0.7, 0.8, 0.9]) {
      const { intervention } = await recommendIntervention(all(), {
        sessionId,
        interventionType: 'mindfulness',
        content: 'Listen',
      });
      const { interventionId } = intervention;
      await completeIntervention(all(), { interventionId, effectiveness });
    }
    await recordEmotion(all(), { sessionId, state: 'anxious', intensity: 0.5 });
    expect(await recommendIntervention(all(), { sessionId, content: 'Listen' })).toMatchObject({
      intervention: { interventionType: 'mindfulness' },
      reason: 'It helped before: effectiveness 0.80 on average of 3.',
    });
  });

  it('serves no goal of another player, and is completed once', async () => {
    const { sessionId } = await player();
    const stranger = await player();
    const recommend = (goalIds: string[]) =>
      recommendIntervention(all(), { sessionId, content: 'x', goalIds });
    await expect(recommend([stranger.goal.goalId])).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'goalIds',
    });
    const { intervention } = await recommend([]);
    const { interventionId } = intervention;
    const done = await Promise.allSettled(
      [0.1, 0.5, 0.9].map((effectiveness) => completeIntervention(all(), { interventionId, effectiveness })),
    );
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
