import { newId } from '@graphkeep/contract';
import {
  Character,
  Choice,
  Consequence,
  Memory,
  NarrativeEvent,
  ProgressMarker,
  Scene,
  Session,
  TimelineEvent,
  WorldState,
  worldStateId,
} from '@graphkeep/models/story';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { appendScene, choose } from '../../src/index.ts';
import { enginesWith, openStage } from './stage.ts';

const engines = enginesWith(await testNeo4j({ schema: 'story' }));

describe.each(engines)('a choice on $name', (engine) => {
  const { all, player, owner, now, pass } = openStage(engine);
  const scene = { title: 'The pier', sceneType: 'challenge' } as const;
  const plain = { text: 'Wait', choiceType: 'narrative' } as const;

  it('applies what it leads to, opens the next scene, and answers where the session stands', async () => {
    const { sessionId, playerId, worldId, character, other, goal, skill } = await player();
    const { scene: next } = await appendScene(all(), {
      sessionId,
      title: 'The boat',
      sceneType: 'exploration',
      choices: [
        { ...plain, text: 'Row' },
        { ...plain, text: 'Hidden', isAvailable: false },
      ],
      current: false,
    });
    const first = await appendScene(all(), {
      ...scene,
      sessionId,
      choices: [
        {
          text: 'Greet Bo',
          choiceType: 'therapeutic',
          therapeuticValue: 0.8,
          agency: 0.6,
          opens: next.sceneId,
          consequences: [
            {
              attributeChanges: { courage: 0.5, empathy: 1 },
              relationshipChanges: { [other.characterId]: 1.5 },
              insights: ['Words build bridges'],
              immediate: {
                experience: 100,
                stress: 0.3,
                items: { gain: ['rope'] },
                variables: { greeted: true },
                skills: [{ skillId: skill.skillId, success: true }],
                goals: [{ goalId: goal.goalId, by: 50 }],
                world: { values: { tide: 'low' }, minutes: 30, begin: ['fair'] },
                events: [{ eventType: 'meeting', title: 'Bo smiles', significance: 0.9 }],
                memories: [{ content: 'Bo smiled', emotionalWeight: 0.7 }],
              },
            },
            { immediate: { experience: 5 } },
          ],
        },
        plain,
      ],
    });
    expect(first).toMatchObject({ order: 1, session: { currentSceneId: first.scene.sceneId } });
    const [greet] = first.choices;
    pass(60_000);
    const outcome = await choose(owner(playerId), { sessionId, choiceId: greet?.choiceId ?? '' });

    expect(outcome).toMatchObject({
      choice: { chosenAt: now() },
      session: {
        currentSceneId: next.sceneId,
        interactionCount: 1,
        lastInteraction: now(),
        variables: { greeted: true },
      },
      character: {
        attributes: { courage: 1.5, empathy: 1, wisdom: 0 },
        experience: 113,
        level: 2,
        energy: 0.98,
        stress: 0.22,
        inventory: ['rope'],
        version: 2,
      },
      scene: { sceneId: next.sceneId },
      relationships: [{ characterId: other.characterId, strength: 1, kind: 'acquaintance' }],
      skills: [{ attempts: 1, successes: 1, level: 0 }],
      goals: [
        { progress: 50, milestones: [{ reachedAt: now().toISOString() }, { title: 'Ask a question' }] },
      ],
      worldState: { values: { tide: 'low' }, clock: 30, activeEvents: ['fair'] },
      due: [],
    });
    expect(outcome.openChoices.map(({ text }) => text)).toEqual(['Row']);

    const read = all();
    const { scenes, events } = await read.repo(Session).get({
      sessionId,
      include: { scenes: { orderBy: { $link: { order: 'asc' } } }, events: true },
    });
    expect(scenes.map(({ title, $link, isCompleted }) => [title, $link.order, isCompleted])).toEqual([
      ['The boat', 0, false],
      ['The pier', 1, true],
    ]);
    expect(events.map(({ eventType, significance }) => [eventType, significance]).sort()).toEqual([
      ['choice', 0.7],
      ['meeting', 0.9],
    ]);
    const { knows, memories } = await read.repo(Character).get({
      characterId: character.characterId,
      include: { knows: true, memories: true },
    });
    expect(knows.map(({ name, $link }) => [name, $link.strength])).toEqual([['Bo', 1]]);
    expect(memories.map(({ content }) => content).sort()).toEqual([
      'Bo smiled',
      'Greet Bo',
      'Words build bridges',
    ]);
    const { items: consequences } = await read.repo(Consequence).find({ where: { sessionId } });
    expect(consequences.map(({ isApplied, appliedAt }) => [isApplied, appliedAt])).toEqual([
      [true, now()],
      [true, now()],
    ]);
    const { items: markers } = await read.repo(ProgressMarker).find({ where: { playerId } });
    expect(markers.map(({ type, title, value }) => [type, title, value])).toEqual([
      ['milestone', 'Say hello', 0.5],
    ]);
    const { items: history } = await read.repo(TimelineEvent).find({ where: { playerId, worldId } });
    expect(history).toMatchObject([{ kind: 'choice', title: 'Greet Bo', effects: { minutes: 30 } }]);
  });

  it('is made once under its idempotency key, and a second one in the same scene is refused', async () => {
    const { sessionId, character } = await player();
    const { choices } = await appendScene(all(), { ...scene, sessionId, choices: [plain, plain] });
    const [one = { choiceId: '' }, two = { choiceId: '' }] = choices;
    const idempotencyKey = newId('key');
    const make = () => choose(all(), { sessionId, choiceId: one.choiceId }, { idempotencyKey });
    const made = await make();
    expect(await make()).toEqual(made);
    for (const { choiceId } of [one, two])
      await expect(choose(all(), { sessionId, choiceId })).rejects.toMatchObject({
        code: 'wrong_state',
        field: 'choiceId',
        message: expect.stringContaining(`the choice ${one.choiceId} was made already`),
      });
    const { items } = await all().repo(NarrativeEvent).find({ where: { sessionId } });
    expect(items).toHaveLength(1);
    expect(await all().repo(Session).get({ sessionId })).toMatchObject({ interactionCount: 1 });
    expect(await all().repo(Character).get({ characterId: character.characterId })).toMatchObject({
      energy: 0.98,
    });
  });

  it('is one, though all are made at the same time', async () => {
    const { sessionId } = await player();
    const { choices } = await appendScene(all(), {
      ...scene,
      sessionId,
      choices: Array.from({ length: 6 }, () => plain),
    });
    const made = await Promise.allSettled(
      choices.map(({ choiceId }) => choose(all(), { sessionId, choiceId })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(made.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))).toEqual(
      Array(5).fill('wrong_state'),
    );
    expect(
      await all()
        .repo(Choice)
        .count({
          where: { chosenAt: { ne: null }, choiceId: { in: choices.map(({ choiceId }) => choiceId) } },
        }),
    ).toBe(1);
  });

  it('loses nothing where many sessions of one player change the same world, skill and goal', async () => {
    const { playerId, worldId, character, goal, skill } = await player();
    const begin = async () => {
      const { sessionId } = await all()
        .repo(Session)
        .create({ playerId, characterId: character.characterId, worldId });
      const { choices } = await appendScene(all(), {
        ...scene,
        sessionId,
        choices: [
          {
            ...plain,
            consequences: [
              {
                attributeChanges: { wisdom: 1 },
                immediate: {
                  world: { minutes: 10 },
                  skills: [{ skillId: skill.skillId, success: true }],
                  goals: [{ goalId: goal.goalId, by: 25 }],
                },
              },
            ],
          },
        ],
      });
      return { sessionId, choiceId: choices[0]?.choiceId ?? '' };
    };
    // A store plans a statement anew for each who sends it before the first is answered.
    const first = await begin();
    const sessions = [first, ...(await Promise.all([begin(), begin(), begin()]))];
    await Promise.all(sessions.map((one) => choose(all(), one)));
    const { attributes } = await all().repo(Character).get({ characterId: character.characterId });
    expect(attributes.wisdom).toBe(4);
    const state = await all()
      .repo(WorldState)
      .get({ worldStateId: worldStateId(playerId, worldId) });
    expect(state.clock).toBe(40);
    const { items } = await all().repo(ProgressMarker).find({ where: { playerId } });
    expect(items.map(({ type, title }) => `${type} ${title}`).sort()).toEqual([
      'goal Speak up',
      'milestone Ask a question',
      'milestone Say hello',
      'skill Breathing',
    ]);
  });

  it('asks for what it needs', async () => {
    const { sessionId, skill, other } = await player();
    const needing = async (...prerequisites: string[]) => {
      const { choices } = await appendScene(all(), {
        ...scene,
        sessionId,
        choices: [{ ...plain, prerequisites }],
      });
      return choose(all(), { sessionId, choiceId: choices[0]?.choiceId ?? '' });
    };
    for (const missing of [
      'level>=2',
      'energy<=0.5',
      'attribute:courage>=2',
      `skill:${skill.name}>=1`,
      `knows:${other.characterId}>=0.1`,
      'item:lamp',
      'variable:met',
      'world:storm',
      `choice:${newId('cho')}`,
    ])
      await expect(needing('level>=1', missing)).rejects.toMatchObject({
        code: 'wrong_state',
        message: expect.stringContaining(missing),
      });
    await expect(needing('courage is high')).rejects.toMatchObject({
      issues: [{ path: ['choices', 0, 'prerequisites', 0] }],
    });
    const made = await needing('attribute:courage>=1', 'stress<=0.1', 'skill:Breathing>=0');
    await needing(`choice:${made.choice.choiceId}`);
  });

  it('is refused where it is not open', async () => {
    const { sessionId, playerId } = await player();
    const stranger = await player();
    const { choices } = await appendScene(all(), {
      ...scene,
      sessionId,
      choices: [{ ...plain, isAvailable: false }, plain],
    });
    const [closed = { choiceId: '' }, open = { choiceId: '' }] = choices;
    const refusal = (asked: { sessionId: string; choiceId: string }, platform = all()) =>
      expect(choose(platform, asked)).rejects;
    await refusal({ sessionId, choiceId: closed.choiceId }).toMatchObject({ code: 'wrong_state' });
    await refusal({ sessionId: stranger.sessionId, choiceId: open.choiceId }).toMatchObject({
      code: 'invalid_input',
    });
    await refusal({ sessionId, choiceId: open.choiceId }, owner(stranger.playerId)).toMatchObject({
      code: 'not_found',
    });
    await refusal({ sessionId, choiceId: newId('cho') }).toMatchObject({ code: 'not_found' });
    await all().repo(Session).patch({ sessionId }, { status: 'paused' });
    await refusal({ sessionId, choiceId: open.choiceId }).toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('resume it first'),
    });
    await all().repo(Session).patch({ sessionId }, { status: 'active' });
    await appendScene(all(), { ...scene, sessionId });
    await refusal({ sessionId, choiceId: open.choiceId }).toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('current scene'),
    });
    expect(
      await all()
        .repo(Choice)
        .count({ where: { playerId, chosenAt: { ne: null } } }),
    ).toBe(0);
    expect(await all().repo(Session).get({ sessionId })).toMatchObject({ interactionCount: 0 });
  });
});

describe.each(engines)('a scene on $name', (engine) => {
  const { all, player } = openStage(engine);
  const scene = { title: 'The pier', sceneType: 'challenge' } as const;
  const plain = { text: 'Wait', choiceType: 'narrative' } as const;

  it('is opened by the choice that was made, once', async () => {
    const { sessionId } = await player();
    const { choices, scene: left } = await appendScene(all(), { ...scene, sessionId, choices: [plain] });
    const choiceId = choices[0]?.choiceId ?? '';
    const outcome = await choose(all(), { sessionId, choiceId });
    expect(outcome).toMatchObject({
      scene: { sceneId: left.sceneId, isCompleted: true },
      openChoices: [],
    });
    const { scene: next } = await appendScene(all(), { ...scene, sessionId, openedBy: choiceId });
    const { opens } = await all()
      .repo(Choice)
      .get({ choiceId, include: { opens: true } });
    expect(opens?.sceneId).toBe(next.sceneId);
    await expect(appendScene(all(), { ...scene, sessionId, openedBy: choiceId })).rejects.toMatchObject({
      code: 'wrong_state',
      field: 'openedBy',
    });
  });

  it('keeps its place, though many are appended at the same time', async () => {
    const { sessionId } = await player();
    const made = await Promise.all(
      Array.from({ length: 5 }, () => appendScene(all(), { ...scene, sessionId, choices: [plain] })),
    );
    expect(made.map(({ order }) => order).sort()).toEqual([0, 1, 2, 3, 4]);
    const { currentSceneId } = await all().repo(Session).get({ sessionId });
    expect(made.find(({ order }) => order === 4)?.scene.sceneId).toBe(currentSceneId);
    expect(
      await all()
        .repo(Scene)
        .count({ where: { sessionId, isCompleted: true } }),
    ).toBe(4);
  });

  it('is refused as a whole where its plans name what is not of this player', async () => {
    const { sessionId, playerId } = await player();
    const stranger = await player();
    const plans = [
      { relationshipChanges: { [stranger.other.characterId]: 1 } },
      { immediate: { skills: [{ skillId: stranger.skill.skillId, success: true }] } },
      { delayed: { afterMinutes: 5, goals: [{ goalId: stranger.goal.goalId, by: 1 }] } },
    ];
    for (const plan of plans)
      await expect(
        appendScene(all(), { ...scene, sessionId, choices: [{ ...plain, consequences: [plan] }] }),
      ).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('of this player') });
    expect(await all().repo(Scene).count({ where: { sessionId } })).toBe(0);
    expect(await all().repo(Choice).count({ where: { playerId } })).toBe(0);
    expect(await all().repo(Memory).count({ where: { playerId } })).toBe(0);
  });
});
