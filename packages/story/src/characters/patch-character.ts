import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf, PatchInput } from '@graphkeep/models';
import { Character, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { versionOf } from '../version-of.ts';

/** Changes what a character is; where it is, is changed by moving it. */
export const patchCharacter = async (
  platform: Scoped<StoryGraph>,
  { characterId, changes, ...seen }: PatchInput<typeof Character>,
): Promise<EntityOf<typeof Character>> => {
  if (changes.currentLocationId !== undefined)
    throw new GraphkeepError(
      'invalid_input',
      'currentLocationId is not patched: `move` changes it, and joins the character to the place.',
      { field: 'changes.currentLocationId' },
    );
  return platform.repo(Character).patch({ characterId }, changes, versionOf(seen));
};
