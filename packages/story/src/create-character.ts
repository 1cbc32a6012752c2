import type { CreateOf, EntityOf } from '@graphkeep/models';
import { Character, Player, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Makes a character of a player who exists, and joins the two: all of it or nothing. */
export const createCharacter = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof Character>,
): Promise<EntityOf<typeof Character>> =>
  platform.transaction(async (within) => {
    const players = within.repo(Player);
    await players.get({ playerId: input.playerId });
    const character = await within.repo(Character).create(input);
    const { playerId, characterId, createdAt } = character;
    await players.relate({ playerId }, 'characters', { characterId }, { since: createdAt });
    return character;
  });
