import { GraphkeepError } from '@graphkeep/core';
import { Player, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { hold } from './hold.ts';

/**
 * Refuses one more active session than a player may have. The player is held until the transaction around it ends, so that
 * of two sessions that begin at once for the last place one is refused.
 */
export const assertFreePlace = async (platform: Scoped<StoryGraph>, playerId: string): Promise<void> => {
  const limit = platform.config.story.maxActiveSessions;
  await hold(platform, Player, playerId);
  const { items } = await platform
    .repo(Session)
    .find({ where: { playerId, status: 'active' }, limit, select: { sessionId: true } });
  if (items.length < limit) return;
  const active = items.map(({ sessionId }) => sessionId).join(', ');
  throw new GraphkeepError(
    'limit_reached',
    `Player ${playerId} may have ${limit} active ${limit === 1 ? 'session' : 'sessions'} at a time: pause, complete or abandon one of ${active}.`,
    { field: 'playerId' },
  );
};
