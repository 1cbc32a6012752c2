import { type ConversationMessage, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { cursorOf, timeOfCursor } from './cursor.ts';
import { findConversation } from './find-conversation.ts';
import { conversationHub } from './hub.ts';
import { messagesAfter } from './messages-after.ts';
import type { TailEntry } from './tail.ts';

export const followConversationInput = z.strictObject({
  sessionId: Session.schema.shape.sessionId,
  lastEventId: z
    .string()
    .max(100)
    .optional()
    .describe('The id of the last event that was seen, or the `end` of a page.'),
});

/** What is told of a conversation; from each `cursor` it can be followed again, and goes on right there. */
export type ConversationEvent =
  /** From here on all is told. */
  | { readonly kind: 'ready'; readonly cursor: string }
  | { readonly kind: 'message'; readonly cursor: string; readonly message: ConversationMessage };

/** Messages that wait for a slow reader; beyond it they are read again from the store when he comes. */
const MAX_INBOX = 500;
const PAGE = 100;

/**
 * The messages of a conversation as they come, in order, each once: those after the cursor first, then each new one. Without
 * a cursor it begins with the next one. It ends with the signal, or when the platform closes; whoever goes on from the
 * cursor of the last message has missed nothing.
 */
export async function* followConversation(
  platform: Scoped<StoryGraph>,
  sessionId: string,
  after?: string | undefined,
  signal?: AbortSignal | undefined,
): AsyncGenerator<ConversationEvent, void> {
  const inbox = openInbox(signal);
  const from = after === undefined ? undefined : timeOfCursor(platform, sessionId, after, 'after');
  const stop = platform.service(conversationHub).watch(sessionId, inbox);
  try {
    const lastAt = (await findConversation(platform, sessionId))?.lastAt ?? new Date(0);
    inbox.reached(lastAt);
    let seen = (from ?? lastAt).getTime();
    yield { kind: 'ready', cursor: cursorOf(platform, sessionId, new Date(seen)) };
    while (await inbox.isAhead(seen)) {
      const told = inbox.next(seen);
      const messages: readonly ConversationMessage[] = told
        ? [told]
        : (await messagesAfter(platform, sessionId, new Date(seen), PAGE)).messages;
      for (const message of messages) {
        if (signal?.aborted) return;
        seen = message.at.getTime();
        yield { kind: 'message', cursor: cursorOf(platform, sessionId, message.at), message };
      }
      // What was told of is not there to be read: another server of a cluster is behind.
      if (messages.length === 0) inbox.doubt();
    }
  } finally {
    stop();
    inbox.closed();
  }
}

/** What was told since, and how far the conversation is known to have come. */
const openInbox = (signal: AbortSignal | undefined) => {
  let entries: TailEntry[] = [];
  let reachedAt = 0;
  let over = false;
  let woken = Promise.withResolvers<void>();
  const wake = (): void => {
    woken.resolve();
    woken = Promise.withResolvers<void>();
  };
  const closed = (): void => {
    over = true;
    signal?.removeEventListener('abort', closed);
    wake();
  };
  if (signal?.aborted) over = true;
  else signal?.addEventListener('abort', closed, { once: true });

  const reached = (at: Date): void => {
    if (at.getTime() <= reachedAt) return;
    reachedAt = at.getTime();
    wake();
  };

  return {
    messages: (told: readonly TailEntry[]): void => {
      entries = entries.length + told.length > MAX_INBOX ? [] : [...entries, ...told];
      const last = told.at(-1);
      if (last) reached(last.message.at);
    },
    reached,
    closed,
    /** Resolves when there is more than was seen; false when it is over. */
    isAhead: async (seen: number): Promise<boolean> => {
      while (!over && reachedAt <= seen) await woken.promise;
      return !over;
    },
    /** The message that follows on the one that was seen last, if it was told of. */
    next: (seen: number): ConversationMessage | undefined => {
      entries = entries.filter(({ message }) => message.at.getTime() > seen);
      return entries.find((entry) => (entry.after ?? 0) === seen)?.message;
    },
    /** Waits to be told again how far it has come. */
    doubt: (): void => {
      reachedAt = 0;
    },
  };
};
