import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { Conversation, conversationMessage, Message, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { findConversation } from './find-conversation.ts';
import { withoutTimes } from './stored-messages.ts';

export const searchConversationInput = z
  .strictObject({
    text: z.string().min(1).max(1_000),
    /** In the conversation of this session. */
    sessionId: Message.schema.shape.sessionId.optional(),
    /** In all conversations of this player; a player's own key needs to name none. */
    playerId: Message.schema.shape.playerId.optional(),
    limit: z.int().min(1).max(limits.maxPageSize).default(20),
  })
  .refine(({ sessionId, playerId }) => sessionId === undefined || playerId === undefined, {
    path: ['playerId'],
    message: 'give sessionId or playerId, not both',
  });
export type SearchConversation = z.input<typeof searchConversationInput>;

export const foundMessagesSchema = z.strictObject({
  /** The best first. */
  hits: z.array(z.strictObject({ message: conversationMessage, score: z.number() })),
  /** How many messages were searched, and how many older ones stand in archives, which are not. */
  covers: z.strictObject({ searched: z.int(), archived: z.int() }),
});
export interface FoundMessages extends z.output<typeof foundMessagesSchema> {}

/** The messages that hold any of these words, the best first. */
export const searchConversation = async (
  platform: Scoped<StoryGraph>,
  { text, sessionId, playerId = platform.principal.owner, limit = 20 }: SearchConversation,
): Promise<FoundMessages> => {
  const where = sessionId === undefined ? playerId !== undefined && { playerId } : { sessionId };
  if (!where)
    throw new GraphkeepError(
      'invalid_input',
      'Name the sessionId, or the playerId, whose messages are meant.',
      {
        field: 'sessionId',
      },
    );
  if (sessionId !== undefined) await findConversation(platform, sessionId);
  const [hits, { sum }] = await Promise.all([
    platform.repo(Message).search({ text, where, limit, omit: withoutTimes }),
    platform.repo(Conversation).aggregate({
      where: sessionId === undefined ? where : { conversationId: sessionId },
      sum: ['live', 'archived'],
    }),
  ]);
  return {
    hits: hits.map(({ node, score }) => ({ message: node, score })),
    covers: { searched: sum.live ?? 0, archived: sum.archived ?? 0 },
  };
};
