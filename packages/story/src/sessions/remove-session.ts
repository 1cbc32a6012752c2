import type { RemoveInput } from '@graphkeep/models';
import { Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { removeBounded } from '../players/remove-bounded.ts';
import { versionOf } from '../version-of.ts';
import { sessionBelongings } from './session-belongings.ts';

/** Removes a session with its scenes, choices, events, emotions, interventions and messages: all of it or nothing. */
export const removeSession = (
  platform: Scoped<StoryGraph>,
  { sessionId, ...seen }: RemoveInput<typeof Session>,
): Promise<void> =>
  platform.transaction(async () => {
    await platform.repo(Session).remove({ sessionId }, versionOf(seen));
    await removeBounded(`session ${sessionId}`, sessionBelongings(platform, [sessionId]));
  });
