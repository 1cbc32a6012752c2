import { SessionState, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { prefetchChoices } from './prefetch-choices.ts';
import { readSessionState } from './read-session-state.ts';

/** A session's state without its conversation, by way of the cache. */
export const sessionState = async (
  platform: Scoped<StoryGraph>,
  sessionId: string,
): Promise<SessionState> => {
  let served: SessionState | null = null;
  const state = await platform.model(SessionState).get(sessionId, async () => {
    served = await readSessionState(platform, sessionId);
    return served;
  });
  // Whoever has the state from the cache has what is behind its choices from there too.
  if (served)
    await platform.afterCommit(() => {
      prefetchChoices(platform, state).catch((error: unknown) =>
        platform.log.debug({ err: error, sessionId }, 'what is behind the choices was not prefetched'),
      );
    });
  return state;
};
