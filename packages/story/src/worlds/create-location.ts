import type { CreateOf, EntityOf } from '@graphkeep/models';
import { Location, type StoryGraph, World } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Makes a place in a world that exists, and joins the two. */
export const createLocation = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof Location>,
): Promise<EntityOf<typeof Location>> =>
  platform.transaction(async () => {
    const { worldId } = input;
    await platform.repo(World).get({ worldId, select: { worldId: true } });
    return platform.repo(Location).create({ ...input, world: { connect: { worldId } } });
  });
