import { GraphkeepError } from '@graphkeep/core';
import type { CreateOf, EntityOf } from '@graphkeep/models';
import { Character, Memory, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Makes a memory of a character of its player, and joins the two. */
export const createMemory = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof Memory>,
): Promise<EntityOf<typeof Memory>> =>
  platform.transaction(async () => {
    const { characterId, playerId } = input;
    const character = await platform.repo(Character).get({ characterId, select: { playerId: true } });
    if (character.playerId !== playerId)
      throw new GraphkeepError(
        'invalid_input',
        `Character ${characterId} belongs to another player than ${playerId}.`,
        { field: 'playerId' },
      );
    return platform.repo(Memory).create({ ...input, character: { connect: { characterId } } });
  });
