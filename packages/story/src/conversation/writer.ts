import type { ConversationMessage, StoryGraph } from '@graphkeep/models/story';
import { defineService, type Scoped } from '@graphkeep/platform';
import type { Addition, NewMessage } from './addition.ts';
import { commitSurely } from './commit-surely.ts';
import { type GroupCommit, groupCommit } from './group-commit.ts';
import { conversationHub } from './hub.ts';
import { conversationTail } from './tail.ts';

/** A transaction of this weight blocks the thread of an embedded graph for about 30 ms. */
const MAX_BATCH = 512;
const MAX_WAITING = 16_384;
const CHARACTERS = 1_000;

export type MessageWriter = GroupCommit<Addition, readonly ConversationMessage[]>;

/** Adds to conversations for all callers of this process, in batches. */
export const conversationWriter = defineService({
  name: 'story.conversation.writer',
  open: (system: Scoped<StoryGraph>): MessageWriter => {
    const tail = system.service(conversationTail);
    const hub = system.service(conversationHub);
    return groupCommit({
      weightOf: ({ messages }: Addition) => messages.reduce((sum, message) => sum + weightOf(message), 0),
      maxBatch: MAX_BATCH,
      maxWaiting: MAX_WAITING,
      commit: async (additions) => {
        const outcomes = await commitSurely(system, additions);
        return outcomes.map((outcome, index) => {
          if ('error' in outcome) return outcome;
          const { messages, fresh } = outcome.answer;
          const sessionId = additions[index]?.sessionId;
          if (sessionId !== undefined && fresh.length > 0) {
            tail.push(sessionId, fresh);
            hub.tell(sessionId, fresh);
          }
          return { answer: messages };
        });
      },
    });
  },
  close: (writer) => writer.close(),
});

const weightOf = ({ text }: NewMessage): number => 1 + Math.floor(text.length / CHARACTERS);
