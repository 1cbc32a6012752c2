import { limits } from '@graphkeep/contract';
import {
  CopingStrategy,
  EmotionalState,
  Intervention,
  Player,
  ProgressMarker,
  Session,
  Skill,
  type StoryGraph,
  TherapeuticGoal,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { daysBefore } from './days.ts';
import { firstOf } from './first-of.ts';

const MAX_SESSIONS = 5_000;
const MAX_EMOTIONS = 2_000;
/** How far back it is looked for where somebody is going. */
const TREND_DAYS = 90;

const limit = limits.maxPageSize;

/** What a player's progress is worked out from, the newest of each kind; null where there is no such player. */
export const readProgress = async (platform: Scoped<StoryGraph>, playerId: string, now: Date) => {
  const { repo } = platform;
  const where = { playerId };
  const [players, goals, interventions, strategies, markers, skills, sessions, emotions] = await Promise.all([
    repo(Player).getMany([{ playerId }], { select: { playerId: true } }),
    repo(TherapeuticGoal).find({ where, orderBy: { goalId: 'desc' }, limit }),
    repo(Intervention).find({
      where: { playerId, completedAt: { ne: null } },
      orderBy: { completedAt: 'desc' },
      include: { goals: { select: { approaches: true } } },
      limit,
    }),
    repo(CopingStrategy).find({ where, limit }),
    repo(ProgressMarker).find({ where, orderBy: { achievedAt: 'desc' }, limit }),
    repo(Skill).find({ where, limit }),
    firstOf(
      repo(Session).stream({
        where,
        orderBy: { sessionId: 'desc' },
        select: { createdAt: true, lastInteraction: true, totalMinutes: true },
      }),
      MAX_SESSIONS,
    ),
    firstOf(
      repo(EmotionalState).stream({
        where: { playerId, recordedAt: { gte: daysBefore(now, TREND_DAYS) } },
        orderBy: { recordedAt: 'desc' },
        select: { state: true, intensity: true, recordedAt: true },
      }),
      MAX_EMOTIONS,
    ),
  ]);
  if (players.length === 0) return null;
  return {
    goals: [...goals.items],
    interventions: interventions.items,
    strategies: [...strategies.items],
    markers: [...markers.items],
    skills: [...skills.items],
    sessions: sessions.items,
    emotions: emotions.items,
  };
};
