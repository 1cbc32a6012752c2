import type { CreateOf, EntityOf } from '@graphkeep/models';
import { Character, Player, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { moveCharacter } from './move-character.ts';

/** Makes a character of a player who exists, joins the two, and puts it where it begins: all of it or nothing. */
export const createCharacter = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof Character>,
): Promise<EntityOf<typeof Character>> =>
  platform.transaction(async () => {
    const { playerId, currentLocationId: locationId, ...rest } = input;
    await platform.repo(Player).get({ playerId, select: { playerId: true } });
    const character = await platform.repo(Character).create({
      ...rest,
      playerId,
      player: { connect: { playerId, $link: { since: platform.now() } } },
    });
    if (locationId === undefined) return character;
    return moveCharacter(platform, { characterId: character.characterId, locationId });
  });
