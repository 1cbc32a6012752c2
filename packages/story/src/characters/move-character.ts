import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import { Character, Location, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

export const moveCharacterInput = z.strictObject({
  characterId: Character.schema.shape.characterId,
  locationId: Location.schema.shape.locationId,
});
export type MoveCharacter = z.input<typeof moveCharacterInput>;

/** Puts a character into another place, where it is alone from then on. */
export const moveCharacter = (
  platform: Scoped<StoryGraph>,
  { characterId, locationId }: MoveCharacter,
): Promise<EntityOf<typeof Character>> =>
  platform.transaction(async () => {
    const characters = platform.repo(Character);
    const { world } = await platform
      .repo(Location)
      .get({ locationId, select: { locationId: true }, include: { world: { select: { worldId: true } } } });
    if (!world)
      throw new GraphkeepError(
        'wrong_state',
        `Location ${locationId} is part of no world: join it to one before a character goes there.`,
        { field: 'locationId' },
      );
    const since = platform.now();
    await characters.relate({ characterId }, 'locatedAt', { locationId }, { since });
    return characters.patch({ characterId }, { currentLocationId: locationId, lastInteraction: since });
  });
