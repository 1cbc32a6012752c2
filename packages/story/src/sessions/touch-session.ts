import { Session, SessionState, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import type { LoadSession } from './load-session.ts';
import { sessionState } from './session-state.ts';
import { assertActive } from './session-status.ts';
import { touches } from './touches.ts';

export const touched = z.strictObject({ sessionId: Session.schema.shape.sessionId, at: z.date() });

/** Says that a session is still played: its state stays in the cache, and the graph is told a moment later. */
export const touchSession = async (
  platform: Scoped<StoryGraph>,
  { sessionId }: LoadSession,
): Promise<z.output<typeof touched>> => {
  assertActive((await sessionState(platform, sessionId)).session);
  const at = platform.now();
  await platform.model(SessionState).touch(sessionId);
  await platform.later(touches).push({ sessionId, at: at.getTime() });
  return { sessionId, at };
};
