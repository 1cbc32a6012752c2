import type { EntityOf } from '@graphkeep/models';
import type { Session, StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { changeStatus } from './change-status.ts';
import type { LoadSession } from './load-session.ts';

/** Stops a session for now: it takes no place among the active ones, and can be resumed. */
export const pauseSession = (
  platform: Scoped<StoryGraph>,
  { sessionId }: LoadSession,
): Promise<EntityOf<typeof Session>> => changeStatus(platform, 'pause', sessionId);
