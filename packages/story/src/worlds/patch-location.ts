import type { EntityOf, PatchInput } from '@graphkeep/models';
import { Location, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { versionOf } from '../version-of.ts';

/** Changes a place; one that comes into another world is joined to that instead. */
export const patchLocation = (
  platform: Scoped<StoryGraph>,
  { locationId, changes, ...seen }: PatchInput<typeof Location>,
): Promise<EntityOf<typeof Location>> =>
  platform.transaction(async () => {
    const { worldId } = changes;
    if (worldId !== undefined) await platform.repo(Location).relate({ locationId }, 'world', { worldId });
    return platform.repo(Location).patch({ locationId }, changes, versionOf(seen));
  });
