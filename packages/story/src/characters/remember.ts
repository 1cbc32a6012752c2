import type { EntityOf } from '@graphkeep/models';
import { Character, Memory, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const { memoryId, characterId, content, emotionalWeight, occurredAt, tags, embedding } = Memory.schema.shape;

export const rememberInput = z.strictObject({
  memoryId: memoryId.exactOptional(),
  characterId,
  content,
  emotionalWeight: emotionalWeight.unwrap().exactOptional(),
  /** Now, where it is left out. */
  occurredAt: occurredAt.exactOptional(),
  tags: tags.unwrap().exactOptional(),
  embedding: embedding.unwrap().exactOptional(),
});
export type Remember = z.input<typeof rememberInput>;

/** Gives a character a memory. */
export const remember = (
  platform: Scoped<StoryGraph>,
  { characterId: who, occurredAt: at, ...memory }: Remember,
): Promise<EntityOf<typeof Memory>> =>
  platform.transaction(async () => {
    const { playerId } = await platform.repo(Character).get({ characterId: who, select: { playerId: true } });
    return platform.repo(Memory).create({
      ...memory,
      playerId,
      characterId: who,
      occurredAt: at ?? platform.now(),
      character: { connect: { characterId: who } },
    });
  });
