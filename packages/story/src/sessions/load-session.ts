import { Session, type SessionState, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { z } from 'zod';
import { newestPage } from '../conversation/conversation-page.ts';
import { sessionState } from './session-state.ts';

export const loadSessionInput = Session.schema.pick({ sessionId: true }).strict();
export type LoadSession = z.input<typeof loadSessionInput>;

/** All that a session needs to go on, by way of the cache, with the newest page of its conversation. */
export const loadSession = async (
  platform: Scoped<StoryGraph>,
  { sessionId }: LoadSession,
): Promise<SessionState> => {
  const [state, conversation] = await Promise.all([
    sessionState(platform, sessionId),
    newestPage(platform, sessionId),
  ]);
  return { ...state, conversation };
};
