import { Character, CharacterState, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { z } from 'zod';
import { readCharacterState } from './read-character-state.ts';

export const characterStateInput = Character.schema.pick({ characterId: true }).strict();

/** A character with whom it knows and what it remembers, by way of the cache. */
export const characterState = (
  platform: Scoped<StoryGraph>,
  { characterId }: z.input<typeof characterStateInput>,
): Promise<CharacterState> =>
  platform.model(CharacterState).get(characterId, () => readCharacterState(platform, characterId));
