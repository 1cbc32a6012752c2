import { GraphkeepError } from '@graphkeep/core';
import type { StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Whoever is not the player, and not a service, is told what a stranger is told: that there is no such player. */
export const assertMayActFor = ({ principal }: Scoped<StoryGraph>, playerId: string): void => {
  if (principal.owner !== undefined && principal.owner !== playerId)
    throw new GraphkeepError('not_found', `There is no Player ${playerId}.`);
};
