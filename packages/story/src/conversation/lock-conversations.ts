import { randomUUID } from 'node:crypto';
import type { EntityOf } from '@graphkeep/models';
import { Conversation, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/**
 * The conversations of these sessions, made where there are none. Until the transaction around it ends nobody else changes
 * them: whoever tries waits, or runs again. So what follows from their last message stays true.
 */
export const lockConversations = async (
  { repo }: Pick<Scoped<StoryGraph>, 'repo'>,
  sessions: readonly { readonly sessionId: string; readonly playerId: string }[],
): Promise<ReadonlyMap<string, EntityOf<typeof Conversation>>> => {
  if (sessions.length === 0) return new Map();
  const turn = randomUUID();
  const ids = sessions.map(({ sessionId }) => sessionId).sort();
  const { patched } = await repo(Conversation).patchMany({ conversationId: { in: ids } }, { turn });
  if (patched < ids.length)
    await repo(Conversation).upsertMany(
      sessions.map(({ sessionId, playerId }) => ({ conversationId: sessionId, playerId, turn })),
    );
  const locked = await repo(Conversation).getMany(ids.map((conversationId) => ({ conversationId })));
  return new Map(locked.map((conversation) => [conversation.conversationId, conversation]));
};
