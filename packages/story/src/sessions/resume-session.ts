import type { SessionState, StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { changeStatus } from './change-status.ts';
import { type LoadSession, loadSession } from './load-session.ts';

/** Goes on with a paused session, and answers its whole state. */
export const resumeSession = (
  platform: Scoped<StoryGraph>,
  { sessionId }: LoadSession,
): Promise<SessionState> =>
  platform.transaction(async () => {
    await changeStatus(platform, 'resume', sessionId);
    return loadSession(platform, { sessionId });
  });
