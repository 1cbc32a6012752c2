import { Character, Dashboard, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { OfPlayer } from '../players/preferences.ts';
import { effectivenessOf } from './effectiveness.ts';
import { engagementOf, type SessionUse } from './engagement.ts';
import { readProgress } from './read-progress.ts';
import { recommendationsOf } from './recommendations.ts';
import { courseOf, overallOf } from './standing.ts';

const SHOWN = 50;
const SHOWN_MARKERS = 10;

/** What a player sees first: one read of the cache, where it is kept. */
export const dashboard = (platform: Scoped<StoryGraph>, { playerId }: OfPlayer): Promise<Dashboard> =>
  platform.model(Dashboard).get(playerId, () => loadDashboard(platform, playerId));

const loadDashboard = async (platform: Scoped<StoryGraph>, playerId: string): Promise<Dashboard | null> => {
  const madeAt = platform.now();
  const [facts, characters, active] = await Promise.all([
    readProgress(platform, playerId, madeAt),
    platform.repo(Character).find({ where: { playerId, isActive: true }, limit: SHOWN }),
    platform.repo(Session).find({ where: { playerId, status: 'active' }, limit: SHOWN }),
  ]);
  if (!facts) return null;
  const { goals, interventions, markers, skills, sessions, emotions } = facts;
  const { share, ...engagement } = engagementOf(sessions, madeAt);
  const effectiveness = [...effectivenessOf(interventions)];
  const trend = courseOf(emotions);
  return {
    playerId,
    madeAt,
    characters: [...characters.items],
    activeSessions: [...active.items],
    goals: goals.filter(({ status }) => status !== 'dropped').slice(0, SHOWN),
    markers: markers.slice(0, SHOWN_MARKERS),
    skills: skills.slice(0, SHOWN),
    ...engagement,
    effectiveness,
    recommendations: recommendationsOf({
      now: madeAt,
      lastPlayed: lastOf(sessions),
      streak: engagement.streak,
      trend,
      goals,
      skills,
      effectiveness,
    }),
    overall: overallOf(goals),
    engagement: share,
    trend,
  };
};

const lastOf = (sessions: readonly SessionUse[]): Date | undefined =>
  sessions
    .map(({ createdAt, lastInteraction = createdAt }) => lastInteraction)
    .sort((one, other) => one.getTime() - other.getTime())
    .at(-1);
