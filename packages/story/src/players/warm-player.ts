import { Character, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { characterState } from '../characters/character-state.ts';
import { dashboard } from '../progress/dashboard.ts';
import { sessionState } from '../sessions/session-state.ts';
import { type OfPlayer, preferences } from './preferences.ts';

/** Characters that a player is likely to go on with. */
const CHARACTERS = 5;

export interface Warmed {
  readonly warmed: number;
  /** What could not be read; it will be when it is asked for. */
  readonly failed: number;
}

/** Brings what a player sees first into the cache: the characters last played, active sessions, preferences and dashboard. */
export const warmPlayer = async (platform: Scoped<StoryGraph>, { playerId }: OfPlayer): Promise<Warmed> => {
  const [characters, sessions] = await Promise.all([
    platform.repo(Character).find({
      where: { playerId, isActive: true },
      orderBy: { updatedAt: 'desc' },
      select: { characterId: true },
      limit: CHARACTERS,
    }),
    platform.repo(Session).find({
      where: { playerId, status: 'active' },
      select: { sessionId: true },
      limit: platform.config.story.maxActiveSessions,
    }),
  ]);
  const outcomes = await Promise.allSettled([
    preferences(platform, { playerId }),
    dashboard(platform, { playerId }),
    ...characters.items.map(({ characterId }) => characterState(platform, { characterId })),
    ...sessions.items.map(({ sessionId }) => sessionState(platform, sessionId)),
  ]);
  const failed = outcomes.filter(({ status }) => status === 'rejected').length;
  return { warmed: outcomes.length - failed, failed };
};
