import type { EntityOf } from '@graphkeep/models';
import { type StoryGraph, TherapeuticGoal } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { asSeen } from '../as-seen.ts';
import { goalAt } from './goal-rules.ts';
import { makeMarkers, type NewMarker } from './make-markers.ts';

type Goal = EntityOf<typeof TherapeuticGoal>;

/** Gives goals the progress that `next` says of each, with a marker for each milestone and each goal that was reached. */
export const moveGoals = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  goals: readonly Goal[],
  next: (goal: Goal) => number,
  at: Date,
): Promise<Goal[]> => {
  const moved: Goal[] = [];
  const markers: NewMarker[] = [];
  for (const goal of goals) {
    const { reached, achieved, ...changes } = goalAt(goal, next(goal), at);
    const { goalId, version } = goal;
    moved.push(await asSeen(platform.repo(TherapeuticGoal).patch({ goalId }, changes, { version })));
    markers.push(...reached.map(({ title, share }) => ({ type: 'milestone', title, value: share })));
    if (achieved) markers.push({ type: 'goal', title: goal.description, value: 1 });
  }
  const [first] = goals;
  if (first) await makeMarkers(platform, first.playerId, markers, at);
  return moved;
};
