import { Character, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const { characterId } = Character.schema.shape;

export const removeRelationshipInput = z.strictObject({ characterId, otherId: characterId });
export type RemoveRelationship = z.input<typeof removeRelationshipInput>;

export const relationshipRemoved = z.strictObject({ removed: z.boolean() });

/** Takes back what another character is to this one, and says whether there was anything. */
export const removeRelationship = async (
  platform: Scoped<StoryGraph>,
  { characterId: from, otherId }: RemoveRelationship,
): Promise<z.output<typeof relationshipRemoved>> => ({
  removed: await platform.repo(Character).unrelate({ characterId: from }, 'knows', { characterId: otherId }),
});
