import { type StoryGraph, TherapeuticProgress } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { OfPlayer } from '../players/preferences.ts';
import { engagementOf } from './engagement.ts';
import { readProgress } from './read-progress.ts';
import { courseOf, overallOf } from './standing.ts';

/** How far a player has come, by way of the cache. */
export const therapeuticProgress = (
  platform: Scoped<StoryGraph>,
  { playerId }: OfPlayer,
): Promise<TherapeuticProgress> =>
  platform.model(TherapeuticProgress).get(playerId, () => loadProgress(platform, playerId));

const loadProgress = async (
  platform: Scoped<StoryGraph>,
  playerId: string,
): Promise<TherapeuticProgress | null> => {
  const madeAt = platform.now();
  const facts = await readProgress(platform, playerId, madeAt);
  if (!facts) return null;
  const { goals, interventions, strategies, markers, skills, sessions, emotions } = facts;
  return {
    playerId,
    madeAt,
    goals,
    interventions: interventions.map(({ goals: _, ...intervention }) => intervention),
    strategies,
    markers,
    skills,
    overall: overallOf(goals),
    engagement: engagementOf(sessions, madeAt).share,
    trend: courseOf(emotions),
  };
};
