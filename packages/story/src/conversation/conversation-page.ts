import { limits } from '@graphkeep/contract';
import { isGraphkeepError } from '@graphkeep/core';
import {
  type ConversationMessage,
  conversationMessage,
  Session,
  type SessionState,
  type StoryGraph,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { cursorOf, timeOfCursor } from './cursor.ts';
import { findConversation } from './find-conversation.ts';
import { messagesAfter } from './messages-after.ts';
import { type Slice, storedMessages } from './stored-messages.ts';
import { conversationTail, linked, TAIL_LENGTH, type TailEntry, unbroken } from './tail.ts';

const cursor = z.string().max(100);

export const conversationPageInput = z
  .strictObject({
    sessionId: Session.schema.shape.sessionId,
    /** The `previous` of a page: what came before it. Without a cursor, the newest messages. */
    before: cursor.optional(),
    /** The `next` or `end` of a page: what comes after it. */
    after: cursor.optional(),
    limit: z.int().min(1).max(limits.maxPageSize).default(limits.pageSize),
  })
  .refine(({ before, after }) => before === undefined || after === undefined, {
    path: ['before'],
    message: 'give after or before, not both',
  });
export type ConversationPageOf = z.input<typeof conversationPageInput>;

export const conversationPageSchema = z.strictObject({
  /** The oldest first. */
  items: z.array(conversationMessage),
  /** What to give as `before` for the page before; null at the beginning. */
  previous: z.string().nullable(),
  /** What to give as `after` for the next page; null at the end. */
  next: z.string().nullable(),
  /** The place of the last message, to follow the conversation from; null where the page is empty. */
  end: z.string().nullable(),
  /** True where the graph could not be asked: the newest that is known without it. */
  stale: z.boolean(),
});
export interface ConversationPage extends z.output<typeof conversationPageSchema> {}

/** A page of a conversation: its newest messages, or those before or after a place. */
export const conversationPage = async (
  platform: Scoped<StoryGraph>,
  { sessionId, before, after, limit = limits.pageSize }: ConversationPageOf,
): Promise<ConversationPage> => {
  if (before !== undefined) {
    const span = { sessionId, before: timeOfCursor(platform, sessionId, before, 'before'), limit };
    const conversation = await findConversation(platform, sessionId);
    const slice = await storedMessages(platform, span, conversation?.firstAt);
    return pageOf(platform, sessionId, slice, { previous: slice.more, next: true });
  }
  if (after !== undefined) {
    const slice = await messagesAfter(
      platform,
      sessionId,
      timeOfCursor(platform, sessionId, after, 'after'),
      limit,
    );
    return pageOf(platform, sessionId, slice, { previous: true, next: slice.more });
  }
  const { stale, ...slice } = await newestMessages(platform, sessionId, limit);
  return { ...pageOf(platform, sessionId, slice, { previous: slice.more, next: false }), stale };
};

/** The newest page as the state of a session shows it. */
export const newestPage = async (
  platform: Scoped<StoryGraph>,
  sessionId: string,
): Promise<SessionState['conversation']> => {
  const { items, previous } = await conversationPage(platform, { sessionId });
  return { items, previous };
};

const pageOf = (
  platform: Scoped<StoryGraph>,
  sessionId: string,
  { messages }: Slice,
  more: { readonly previous: boolean; readonly next: boolean },
): ConversationPage => {
  const at = (message: ConversationMessage | undefined) =>
    message ? cursorOf(platform, sessionId, message.at) : null;
  const end = at(messages.at(-1));
  return {
    items: [...messages],
    previous: more.previous ? at(messages[0]) : null,
    next: more.next ? end : null,
    end,
    stale: false,
  };
};

/**
 * The graph says how far the conversation has come, and the stream is asked at the same time. Only what is linked up to
 * that very message is taken from it, so that an old stream is never believed.
 */
const newestMessages = async (
  platform: Scoped<StoryGraph>,
  sessionId: string,
  limit: number,
): Promise<Slice & { readonly stale: boolean }> => {
  const tail = platform.service(conversationTail);
  const reading = tail.read(sessionId, Math.min(limit + SPARE, TAIL_LENGTH));
  try {
    const conversation = await findConversation(platform, sessionId);
    if (!conversation) return { messages: [], more: false, stale: false };
    const shared = newestOf(unbroken(await reading, conversation.lastAt), limit);
    if (shared) return { ...shared, stale: false };
    const slice = await storedMessages(platform, { sessionId, limit }, conversation.firstAt);
    tail.rebuild(sessionId, linked(slice.messages, slice.more));
    return { ...slice, stale: false };
  } catch (error) {
    if (!isGraphkeepError(error) || error.code !== 'unavailable') throw error;
    // Also the owner is known by the cache alone.
    await platform.cached(Session).get({ sessionId });
    const entries = await reading;
    const last = entries.at(-1)?.message.at;
    const shared = newestOf(unbroken(entries, last), limit);
    if (!shared) throw error;
    return { ...shared, stale: true };
  }
};

/** Entries that are read more than are wanted, where some came twice. */
const SPARE = 8;

/** A whole page, or all there is; undefined where it may be neither. */
const newestOf = (entries: readonly TailEntry[], limit: number): Slice | undefined => {
  const newest = entries.slice(-limit);
  const [first] = newest;
  if (!first || (newest.length < limit && first.after !== null)) return undefined;
  return { messages: newest.map(({ message }) => message), more: first.after !== null };
};
