import { Character, Consequence, NarrativeEvent, Session } from '@graphkeep/models/story';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { appendScene, choose, consequencesJob } from '../../src/index.ts';
import { enginesWith, openStage } from './stage.ts';

const engines = enginesWith(await testNeo4j({ schema: 'story' }));
const MINUTE = 60_000;

describe.each(engines)('what comes later on $name', (engine) => {
  const { all, platform, player, now, pass } = openStage(engine);
  const run = (signal = new AbortController().signal) =>
    consequencesJob.run(platform().asSystem('test'), { input: {}, signal, progress: () => {} });

  const chosen = async (minutes: readonly number[]) => {
    const made = await player();
    const { sessionId } = made;
    const { choices } = await appendScene(all(), {
      sessionId,
      title: 'The pier',
      sceneType: 'challenge',
      choices: [
        {
          text: 'Light the fire',
          choiceType: 'narrative',
          consequences: minutes.map((afterMinutes) => ({
            immediate: { experience: 1 },
            delayed: { afterMinutes, experience: 10, attributes: { patience: 1 } },
          })),
        },
      ],
    });
    const outcome = await choose(all(), { sessionId, choiceId: choices[0]?.choiceId ?? '' });
    return { ...made, outcome };
  };

  it('is applied when it is due, and once', async () => {
    const { outcome, character, sessionId } = await chosen([5, 10]);
    const chosenAt = now().getTime();
    expect(outcome.due.map(({ dueAt }) => dueAt.getTime() - chosenAt).sort((a, b) => a - b)).toEqual([
      5 * MINUTE,
      10 * MINUTE,
    ]);
    expect(outcome.character.experience).toBe(2);
    const experience = async () =>
      (await all().repo(Character).get({ characterId: character.characterId })).experience;

    pass(5 * MINUTE - 1);
    expect(await run()).toEqual({ applied: 0, failed: 0 });
    pass(1);
    expect(await run()).toEqual({ applied: 1, failed: 0 });
    expect(await run()).toEqual({ applied: 0, failed: 0 });
    expect(await experience()).toBe(12);
    pass(5 * MINUTE);
    expect(await run()).toEqual({ applied: 1, failed: 0 });
    expect(await experience()).toBe(22);
    const { items } = await all().repo(NarrativeEvent).find({ where: { sessionId } });
    expect(items.map(({ eventType }) => eventType).sort()).toEqual(['choice', 'consequence', 'consequence']);
    expect(
      await all()
        .repo(Consequence)
        .count({ where: { sessionId, isApplied: false } }),
    ).toBe(0);
  });

  it('is applied once, though several processes run at the same time', async () => {
    const { character } = await chosen([1, 1, 1]);
    pass(MINUTE);
    const runs = await Promise.all([run(), run(), run()]);
    expect(runs.reduce((sum, { applied }) => sum + applied, 0)).toBe(3);
    expect(await all().repo(Character).get({ characterId: character.characterId })).toMatchObject({
      attributes: { patience: 3 },
    });
  });

  it('waits for no other that cannot be applied, and ends when it is told', async () => {
    const broken = await chosen([1]);
    await all()
      .repo(Consequence)
      .patchMany({ sessionId: broken.sessionId }, { delayed: { experience: 'much' } });
    const sound = await chosen([1]);
    pass(MINUTE);
    const stopped = new AbortController();
    stopped.abort();
    expect(await run(stopped.signal)).toEqual({ applied: 0, failed: 0 });
    expect(await run()).toEqual({ applied: 1, failed: 1 });
    expect(await all().repo(Character).get({ characterId: sound.character.characterId })).toMatchObject({
      attributes: { patience: 1 },
    });
    const waiting = { applied: 0, failed: 0 };
    const failed = { applied: 0, failed: 1 };
    expect(await run(), 'not tried again at once').toEqual(waiting);
    pass(10_000);
    expect(await run()).toEqual(failed);
    pass(10_000);
    expect(await run(), 'and then after twice as long').toEqual(waiting);
    pass(10_000);
    expect(await run()).toEqual(failed);
    await all().repo(Consequence).removeMany({ sessionId: broken.sessionId });
  });

  it('comes though the session is over', async () => {
    const { character, sessionId } = await chosen([1]);
    await all().repo(Session).patch({ sessionId }, { status: 'completed' });
    pass(MINUTE);
    expect(await run()).toEqual({ applied: 1, failed: 0 });
    expect(await all().repo(Character).get({ characterId: character.characterId })).toMatchObject({
      attributes: { patience: 1 },
    });
  });
});
