import type { EntityOf } from '@graphkeep/models';
import { Conversation, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** How far the conversation of a session has come; null where nothing was said yet. Without such a session: `not_found`. */
export const findConversation = async (
  platform: Scoped<StoryGraph>,
  sessionId: string,
): Promise<EntityOf<typeof Conversation> | null> => {
  const [conversation] = await platform.repo(Conversation).getMany([{ conversationId: sessionId }]);
  if (conversation?.lastAt) return conversation;
  await platform.repo(Session).get({ sessionId, select: { sessionId: true } });
  return null;
};
