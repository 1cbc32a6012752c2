import { GraphkeepError } from '@graphkeep/core';
import type { RemoveInput } from '@graphkeep/models';
import { Location, Session, type StoryGraph, World } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Removes a world that has no place and no session any more: a session without its world could not be loaded. */
export const removeWorld = (
  platform: Scoped<StoryGraph>,
  { worldId }: RemoveInput<typeof World>,
): Promise<void> =>
  platform.transaction(async () => {
    await platform.repo(World).remove({ worldId });
    const where = { worldId };
    const [sessions, locations] = [
      await platform.repo(Session).count({ where }),
      await platform.repo(Location).count({ where }),
    ];
    if (sessions + locations > 0)
      throw new GraphkeepError(
        'wrong_state',
        `World ${worldId} has ${sessions} sessions and ${locations} locations: remove them first.`,
        { field: 'worldId' },
      );
  });
