import { openTestPlatform } from '@graphkeep/platform/testing';
import { afterAll, expect, it } from 'vitest';
import {
  advanceGoal,
  attemptSkill,
  changeGoalStatus,
  createStrategy,
  dashboard,
  storyDomain,
  therapeuticProgress,
  useStrategy,
} from '../../src/index.ts';
import { makePlayer } from '../play/make-player.ts';

const opened = await openTestPlatform({ ...storyDomain, jobs: [], consumers: [] });
afterAll(() => opened.close());
const platform = opened.as({ id: 'guide', scopes: ['*'] });

it('goes on, and is looked at', async () => {
  const { playerId, goal, skill } = await makePlayer(platform);
  const { goalId } = goal;
  const { skillId } = skill;
  const { strategyId } = await createStrategy(platform, { playerId, name: 'Walk', category: 'body' });
  //#region goal
  const { progress, milestones } = await advanceGoal(platform, { goalId, by: 50 });
  // 50, [{ title: 'Say hello', reachedAt: … }, { title: 'Ask a question' }]
  await advanceGoal(platform, { goalId, progress: 60 }); // or where it stands then
  await changeGoalStatus(platform, { goalId, status: 'paused' });
  //#endregion
  expect([progress, milestones.map(({ reachedAt }) => reachedAt !== undefined)]).toEqual([50, [true, false]]);
  //#region practise
  const { level, attempts, successes } = await attemptSkill(platform, { skillId, success: true });
  const { timesUsed, effectiveness } = await useStrategy(platform, { strategyId, effectiveness: 0.8 });
  //#endregion
  expect([level, attempts, successes, timesUsed, effectiveness]).toEqual([0, 1, 1, 1, 0.8]);
  //#region look
  const { overall, engagement, trend } = await therapeuticProgress(platform, { playerId });
  const { streak, thisWeek, recommendations } = await dashboard(platform, { playerId });
  //#endregion
  expect({ overall, engagement: engagement !== null, trend }).toEqual({
    overall: 0.6,
    engagement: true,
    trend: null,
  });
  expect([streak, thisWeek.sessions, recommendations]).toEqual([{ current: 1, longest: 1 }, 1, []]);
});
