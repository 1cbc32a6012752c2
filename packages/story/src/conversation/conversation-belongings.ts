import { Conversation, Message, MessageArchive, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { RemoveStep } from '../players/remove-bounded.ts';
import { conversationTail } from './tail.ts';

type Whose = { readonly playerId: string } | { readonly sessionId: { readonly in: readonly string[] } };

/** How conversations are removed with what they belong to. What is shared of them goes when that is committed. */
export const conversationBelongings = (platform: Scoped<StoryGraph>, where: Whose): readonly RemoveStep[] => {
  const { repo, afterCommit, service } = platform;
  const theirs = 'playerId' in where ? where : { conversationId: where.sessionId };
  return [
    (options) => repo(Message).removeMany(where, options),
    (options) => repo(MessageArchive).removeMany(where, options),
    async (options) => {
      const tail = service(conversationTail);
      const found = repo(Conversation).stream({ where: theirs, select: { conversationId: true } });
      for await (const { conversationId } of found) await afterCommit(() => tail.clear(conversationId));
      return repo(Conversation).removeMany(theirs, options);
    },
  ];
};
