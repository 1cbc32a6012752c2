import type { EntityOf, PatchInput } from '@graphkeep/models';
import { Character, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { refuseKept } from '../refuse-kept.ts';
import { versionOf } from '../version-of.ts';

/** Changes what a character is; where it is, is changed by moving it. */
export const patchCharacter = async (
  platform: Scoped<StoryGraph>,
  { characterId, changes, ...seen }: PatchInput<typeof Character>,
): Promise<EntityOf<typeof Character>> => {
  refuseKept(changes, { currentLocationId: '`move` changes it, and joins the character to the place' });
  return platform.repo(Character).patch({ characterId }, changes, versionOf(seen));
};
