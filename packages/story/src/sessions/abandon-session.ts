import type { EntityOf } from '@graphkeep/models';
import type { Session, StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { changeStatus } from './change-status.ts';
import type { LoadSession } from './load-session.ts';

/** Ends a session that did not come to its end. */
export const abandonSession = (
  platform: Scoped<StoryGraph>,
  { sessionId }: LoadSession,
): Promise<EntityOf<typeof Session>> => changeStatus(platform, 'abandon', sessionId);
