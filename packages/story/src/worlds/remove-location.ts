import { GraphkeepError } from '@graphkeep/core';
import type { RemoveInput } from '@graphkeep/models';
import { Character, Location, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { versionOf } from '../version-of.ts';

/** Removes a place that no character is at. */
export const removeLocation = (
  platform: Scoped<StoryGraph>,
  { locationId, ...seen }: RemoveInput<typeof Location>,
): Promise<void> =>
  platform.transaction(async () => {
    await platform.repo(Location).remove({ locationId }, versionOf(seen));
    if (await platform.repo(Character).exists({ where: { currentLocationId: locationId } }))
      throw new GraphkeepError(
        'wrong_state',
        `A character is at location ${locationId}: move whoever is there to another place first.`,
        { field: 'locationId' },
      );
  });
