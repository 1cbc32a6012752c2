import { Conversation, Message, MessageArchive, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { conversationTail } from './tail.ts';

export interface ForgottenConversations {
  readonly conversations: number;
  readonly messages: number;
  readonly archives: number;
}

/** Nodes of one transaction. */
const MANY = 1_000;

/**
 * Removes all that a player's conversations have left: messages, archives, and what is shared of them. Their sessions go
 * first, so that nothing is added meanwhile. It may be broken off and begun again: the conversations themselves, which
 * tell what there is to be removed, go last.
 */
export const forgetConversations = async (
  platform: Scoped<StoryGraph>,
  playerId: string,
): Promise<ForgottenConversations> => {
  const [where, tail] = [{ playerId }, platform.service(conversationTail)];
  const messages = await all(() => platform.repo(Message).removeMany(where, { limit: MANY }));
  const archives = await all(() => platform.repo(MessageArchive).removeMany(where, { limit: MANY }));
  for await (const { conversationId } of platform
    .repo(Conversation)
    .stream({ where, select: { conversationId: true } }))
    await tail.clear(conversationId);
  const conversations = await all(() => platform.repo(Conversation).removeMany(where, { limit: MANY }));
  return { conversations, messages, archives };
};

const all = async (remove: () => Promise<{ readonly removed: number }>): Promise<number> => {
  for (let sum = 0; ; ) {
    const { removed } = await remove();
    sum += removed;
    if (removed < MANY) return sum;
  }
};
