import type { EntityOf, PatchInput, PatchOf } from '@graphkeep/models';
import { Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { refuseKept } from '../refuse-kept.ts';
import { versionOf } from '../version-of.ts';

/** What follows from something else, and what changes it. */
const kept = {
  status: 'start, pause, resume, complete and abandon change it',
  activeSince: 'start, pause and resume change it',
  totalMinutes: 'it is counted when a session is paused or ends',
  currentSceneId: 'the scene that is appended, or opened by a choice, becomes it',
  characterId: 'a session keeps its character: start another one',
  worldId: 'a session keeps its world: start another one',
} as const satisfies { readonly [P in keyof PatchOf<typeof Session>]?: string };

/** Changes a session, but for its state and what it is joined to. */
export const patchSession = async (
  platform: Scoped<StoryGraph>,
  { sessionId, changes, ...seen }: PatchInput<typeof Session>,
): Promise<EntityOf<typeof Session>> => {
  refuseKept(changes, kept);
  return platform.repo(Session).patch({ sessionId }, changes, versionOf(seen));
};
