import { limits } from '@graphkeep/contract';
import { Conversation, type ConversationMessage, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { storedMessages } from './stored-messages.ts';

const BEGINNING = new Date(0);

/** All messages of a player, conversation after conversation, each from its beginning; in memory for one page. */
export async function* conversationsOf(
  platform: Scoped<StoryGraph>,
  playerId: string,
): AsyncGenerator<ConversationMessage, void> {
  const conversations = platform
    .repo(Conversation)
    .stream({ where: { playerId }, orderBy: { conversationId: 'asc' }, select: { conversationId: true } });
  for await (const { conversationId: sessionId } of conversations) {
    let [after, more] = [BEGINNING, true];
    while (more) {
      const slice = await storedMessages(
        platform,
        { sessionId, after, limit: limits.maxPageSize },
        undefined,
      );
      yield* slice.messages;
      after = slice.messages.at(-1)?.at ?? after;
      more = slice.more;
    }
  }
}
