import { limits } from '@graphkeep/contract';
import { Character, CharacterState, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const { strength, kind } = Character.relationships.knows.properties.shape;

export const listRelationshipsInput = z.strictObject({
  characterId: Character.schema.shape.characterId,
  kind: kind.exactOptional(),
  /** Those at least as strong. */
  minStrength: strength.exactOptional(),
  limit: z.int().min(1).max(limits.maxIncludeSize).exactOptional(),
});
export type ListRelationships = z.input<typeof listRelationshipsInput>;

export const relationshipList = CharacterState.schema.pick({ relationships: true }).strict();

/** Whom a character knows, the strongest first. */
export const listRelationships = async (
  platform: Scoped<StoryGraph>,
  { characterId, kind: what, minStrength, limit = limits.includeSize }: ListRelationships,
): Promise<z.output<typeof relationshipList>> => {
  const { knows } = await platform.repo(Character).get({
    characterId,
    select: { characterId: true },
    include: {
      knows: {
        where: {
          $link: {
            ...(what !== undefined && { kind: what }),
            ...(minStrength !== undefined && { strength: { gte: minStrength } }),
          },
        },
        orderBy: { $link: { strength: 'desc' } },
        select: { characterId: true, name: true },
        limit,
      },
    },
  });
  return { relationships: knows.map(({ $link, ...other }) => ({ ...other, ...$link })) };
};
