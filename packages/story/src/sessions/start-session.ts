import { Session, type SessionState, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { makeSession } from './create-session.ts';
import { noConversation } from './read-session-state.ts';

const { sessionId, playerId, characterId, worldId, difficulty, variables, safetyLevel } =
  Session.schema.shape;

export const startSessionInput = z.strictObject({
  /** The caller's own, in the form of one that the server makes. */
  sessionId: sessionId.exactOptional(),
  playerId,
  characterId,
  worldId,
  difficulty: difficulty.exactOptional(),
  variables: variables.exactOptional(),
  safetyLevel: safetyLevel.exactOptional(),
});
export type StartSession = z.input<typeof startSessionInput>;

/** Starts a session, and answers its whole state: no scene yet, and nothing said. */
export const startSession = async (
  platform: Scoped<StoryGraph>,
  input: StartSession,
): Promise<SessionState> => ({
  ...(await makeSession(platform, input)),
  scene: null,
  openChoices: [],
  conversation: noConversation,
});
