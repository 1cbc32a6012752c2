import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import { Player, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { OfPlayer } from './preferences.ts';
import { warmPlayer } from './warm-player.ts';

/** Notes that a player is here, and brings what they see first into the cache while they are answered. */
export const logIn = (
  platform: Scoped<StoryGraph>,
  { playerId }: OfPlayer,
): Promise<EntityOf<typeof Player>> =>
  platform.transaction(async () => {
    const player = await platform.repo(Player).patch({ playerId }, { lastLogin: platform.now() });
    if (!player.isActive)
      throw new GraphkeepError('wrong_state', `Player ${playerId} is not active, and cannot log in.`, {
        field: 'playerId',
      });
    await platform.afterCommit(() => {
      warmPlayer(platform, { playerId }).catch((error: unknown) =>
        platform.log.warn({ err: error, playerId }, 'the cache was not warmed for a player'),
      );
    });
    return player;
  });
