import { CopingStrategy, ProgressMarker, Session, TherapeuticGoal } from '@graphkeep/models/story';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import {
  advanceGoal,
  attemptSkill,
  changeGoalStatus,
  completeIntervention,
  createSkill,
  dashboard,
  patchGoal,
  patchSkill,
  recommendIntervention,
  recordEmotion,
  therapeuticProgress,
  useStrategy,
} from '../../src/index.ts';
import { DAY_MS, enginesWith, openStage } from '../play/stage.ts';

const engines = enginesWith(await testNeo4j({ schema: 'story' }));

describe.each(engines)('progress on $name', (engine) => {
  const { all, owner, player, now, pass } = openStage(engine);
  const markersOf = async (playerId: string) =>
    (await all().repo(ProgressMarker).find({ where: { playerId } })).items.map(
      ({ type, title, value }) => `${type} ${title} ${value}`,
    );

  it('moves a goal over its milestones to its end, and marks them', async () => {
    const { goal, playerId } = await player();
    const { goalId } = goal;
    expect(await advanceGoal(owner(playerId), { goalId, by: 60 })).toMatchObject({
      progress: 60,
      status: 'active',
      milestones: [{ reachedAt: now().toISOString() }, {}],
    });
    expect(await advanceGoal(all(), { goalId, progress: 100 })).toMatchObject({ status: 'achieved' });
    expect((await markersOf(playerId)).sort()).toEqual([
      'goal Speak up 1',
      'milestone Ask a question 1',
      'milestone Say hello 0.5',
    ]);
    await expect(advanceGoal(all(), { goalId, by: 1 })).rejects.toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('is achieved'),
    });
  });

  it('is patched, but not in what is counted or moved', async () => {
    const { goal, playerId } = await player();
    const own = owner(playerId);
    const { goalId } = goal;
    const described = await patchGoal(own, { goalId, changes: { description: 'Speak up in class' } });
    expect(described).toMatchObject({ description: 'Speak up in class', progress: 0 });
    await expect(patchGoal(own, { goalId, changes: { progress: 100 } })).rejects.toMatchObject({
      field: 'changes.progress',
      message: expect.stringContaining('advance'),
    });
    const { skillId } = await createSkill(own, { playerId, category: 'calm', name: 'Breathing' });
    await expect(patchSkill(own, { skillId, changes: { successes: 9 } })).rejects.toMatchObject({
      field: 'changes.successes',
    });
    expect(await patchSkill(own, { skillId, changes: { targetLevel: 4 } })).toMatchObject({ targetLevel: 4 });
  });

  it('loses no step of a goal, though many are made at once', async () => {
    const { goal, playerId } = await player();
    const { goalId } = goal;
    await Promise.all(Array.from({ length: 5 }, () => advanceGoal(all(), { goalId, by: 20 })));
    expect(await all().repo(TherapeuticGoal).get({ goalId })).toMatchObject({
      progress: 100,
      status: 'achieved',
    });
    expect(await markersOf(playerId)).toHaveLength(3);
  });

  it('pauses a goal, takes it up again, and marks one that was achieved', async () => {
    const { goal, playerId } = await player();
    const { goalId } = goal;
    expect(await changeGoalStatus(all(), { goalId, status: 'paused' })).toMatchObject({ status: 'paused' });
    await expect(advanceGoal(all(), { goalId, by: 1 })).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await changeGoalStatus(all(), { goalId, status: 'achieved' })).toMatchObject({
      status: 'achieved',
      progress: 100,
    });
    expect(await markersOf(playerId)).toHaveLength(3);
  });

  it('counts attempts at a skill, and marks its target', async () => {
    const { skill, playerId } = await player();
    const { skillId } = skill;
    const outcomes = await Promise.all(
      [true, false, true, true].map((success) => attemptSkill(all(), { skillId, success })),
    );
    expect(Math.max(...outcomes.map(({ attempts }) => attempts))).toBe(4);
    expect(outcomes.find(({ attempts }) => attempts === 4)).toMatchObject({ level: 1, successes: 3 });
    expect(await markersOf(playerId)).toEqual(['skill Breathing 1']);
  });

  it('counts uses of a strategy, and knows no effectiveness before one was measured', async () => {
    const { playerId } = await player();
    const { strategyId } = await all()
      .repo(CopingStrategy)
      .create({ playerId, name: 'Walk', category: 'body' });
    expect(await useStrategy(all(), { strategyId })).not.toHaveProperty('effectiveness');
    await useStrategy(all(), { strategyId, effectiveness: 0.5 });
    expect(await useStrategy(all(), { strategyId, effectiveness: 1 })).toMatchObject({
      timesUsed: 3,
      effectiveness: 0.65,
    });
  });

  it('has no figure where there is nothing to work it out from', async () => {
    const { playerId, sessionId, goal } = await player();
    await all().repo(Session).remove({ sessionId });
    await changeGoalStatus(all(), { goalId: goal.goalId, status: 'dropped' });
    expect(await therapeuticProgress(all(), { playerId })).toMatchObject({
      overall: null,
      engagement: null,
      trend: null,
    });
    expect(await dashboard(all(), { playerId })).toMatchObject({
      goals: [],
      effectiveness: [],
      recommendations: [],
      streak: { current: 0, longest: 0 },
      total: { sessions: 0, minutes: 0 },
      overall: null,
    });
  });

  it('is seen in one look, which follows every change', async () => {
    const { playerId, sessionId, goal, skill, character, other } = await player();
    const stranger = await player();
    const seen = () => dashboard(owner(playerId), { playerId });
    const first = await seen();
    expect(first).toMatchObject({
      characters: expect.arrayContaining([
        expect.objectContaining({ characterId: character.characterId }),
        expect.objectContaining({ characterId: other.characterId }),
      ]),
      activeSessions: [{ sessionId }],
      overall: 0,
      trend: null,
    });
    await advanceGoal(all(), { goalId: goal.goalId, by: 50 });
    await attemptSkill(all(), { skillId: skill.skillId, success: true });
    const { intervention } = await recommendIntervention(all(), {
      sessionId,
      content: 'Breathe',
      goalIds: [goal.goalId],
    });
    await completeIntervention(all(), { interventionId: intervention.interventionId, effectiveness: 0.5 });
    for (let day = 0; day < 8; day++) {
      await recordEmotion(all(), { sessionId, state: 'distressed', intensity: 0.9 - day / 10 });
      pass(DAY_MS);
    }
    await all().repo(Session).patch({ sessionId }, { status: 'completed', totalMinutes: 12 });
    expect(await seen()).toMatchObject({
      activeSessions: [],
      goals: [{ progress: 50 }],
      skills: [{ attempts: 1 }],
      markers: [{ type: 'milestone' }],
      total: { sessions: 1, minutes: 12 },
      effectiveness: [{ approach: 'cbt', effectiveness: 0.5, times: 1 }],
      overall: 0.5,
      trend: 'improving',
    });
    expect(await therapeuticProgress(owner(playerId), { playerId })).toMatchObject({
      goals: [{ progress: 50 }],
      interventions: [{ effectiveness: 0.5 }],
      overall: 0.5,
      trend: 'improving',
    });
    for (const read of [dashboard, therapeuticProgress])
      await expect(read(owner(stranger.playerId), { playerId })).rejects.toMatchObject({ code: 'not_found' });
  });
});
