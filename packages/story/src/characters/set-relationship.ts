import { GraphkeepError } from '@graphkeep/core';
import { Character, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const { characterId } = Character.schema.shape;
const link = Character.relationships.knows.properties.shape;
const { strength, kind } = link;

export const setRelationshipInput = z
  .strictObject({
    characterId,
    otherId: characterId,
    /** From -1, the worst, to 1, the best. */
    strength,
    kind,
  })
  .refine(({ characterId: from, otherId }) => from !== otherId, {
    path: ['otherId'],
    message: 'must be another character than characterId',
  });
export type SetRelationship = z.input<typeof setRelationshipInput>;

export const relationship = z.strictObject({
  /** The other character. */
  characterId,
  ...link,
});

/** Says what another character of the same player is to this one; what was said of the two before is replaced. */
export const setRelationship = (
  platform: Scoped<StoryGraph>,
  { characterId: from, otherId, strength: much, kind: what }: SetRelationship,
): Promise<z.output<typeof relationship>> =>
  platform.transaction(async () => {
    const characters = platform.repo(Character);
    const select = { playerId: true } as const;
    const one = await characters.get({ characterId: from, select });
    const other = await characters.get({ characterId: otherId, select });
    if (one.playerId !== other.playerId)
      throw new GraphkeepError('invalid_input', `Character ${otherId} belongs to another player.`, {
        field: 'otherId',
      });
    const says = { strength: much, kind: what, updatedAt: platform.now() };
    await characters.relate({ characterId: from }, 'knows', { characterId: otherId }, says);
    return { characterId: otherId, ...says };
  });
