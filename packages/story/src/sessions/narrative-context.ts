import { NarrativeContext, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { LoadSession } from './load-session.ts';
import { readNarrativeContext } from './read-narrative-context.ts';

/** The scene that is open, the last choices, what the story has to come back to, and the player's state of the world. */
export const narrativeContext = (
  platform: Scoped<StoryGraph>,
  { sessionId }: LoadSession,
): Promise<NarrativeContext> =>
  platform.model(NarrativeContext).get(sessionId, () => readNarrativeContext(platform, sessionId));
