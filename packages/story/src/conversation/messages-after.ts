import type { StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { findConversation } from './find-conversation.ts';
import { type Slice, storedMessages } from './stored-messages.ts';
import { conversationTail, TAIL_LENGTH, unbroken } from './tail.ts';

/** So many messages after a time, the oldest first: from the stream, where that reaches back so far. */
export const messagesAfter = async (
  platform: Scoped<StoryGraph>,
  sessionId: string,
  after: Date,
  limit: number,
): Promise<Slice> => {
  const reading = platform.service(conversationTail).read(sessionId, TAIL_LENGTH);
  const conversation = await findConversation(platform, sessionId);
  const entries = unbroken(await reading, conversation?.lastAt);
  const [first] = entries;
  if (!first || (first.after ?? 0) > after.getTime())
    return storedMessages(platform, { sessionId, after, limit }, undefined);
  const later = entries.map(({ message }) => message).filter(({ at }) => at > after);
  return { messages: later.slice(0, limit), more: later.length > limit };
};
