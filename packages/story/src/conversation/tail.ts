import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type ConversationMessage, conversationMessage, type StoryGraph } from '@graphkeep/models/story';
import { defineService, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';

/** A message, and its link to the one before it. */
export interface TailEntry {
  /** When the one before it came; null where it is the first of its conversation. */
  readonly after: number | null;
  readonly message: ConversationMessage;
}

/** The newest part of each conversation, shared through Redis. It may lack messages at any place: the links between them tell. */
interface Tail {
  /** In the background: what does not get there is missed by its link, and read from the graph. */
  push(sessionId: string, entries: readonly TailEntry[]): void;
  /** So many of the newest entries, the oldest first; none where they cannot be had. */
  read(sessionId: string, limit: number): Promise<readonly TailEntry[]>;
  /** Begins it anew with these, in the background. */
  rebuild(sessionId: string, entries: readonly TailEntry[]): void;
  clear(sessionId: string): Promise<void>;
  /** Resolves when all that is on its way has arrived, or failed to. */
  close(): Promise<void>;
}

const LENGTH = 200;
const LIFE_MS = 24 * 3_600_000;
/** A Redis that is slower than this is left alone: the graph answers as well. */
const READ_MS = 250;
/** Entries on their way at most: beyond it they are left out, so that a slow Redis holds up nobody. */
const MAX_SENDING = 5_000;

export const tailEntry: z.ZodType<TailEntry> = z.object({
  after: z.number().nullable(),
  message: conversationMessage.extend({ at: z.coerce.date() }),
});

const openTail = ({ helpers, log }: Scoped<StoryGraph>): Tail => {
  const sending = new Set<Promise<void>>();
  const rebuilding = new Set<string>();
  let entriesSending = 0;
  /** What is sent in the background must not end with the request that began it. */
  const outsideOfRequests = AsyncLocalStorage.snapshot();
  const streamOf = (sessionId: string) =>
    helpers.stream<TailEntry>(`conversation:1:${sessionId}`, {
      schema: tailEntry,
      maxLength: LENGTH,
      ttlMs: LIFE_MS,
    });

  const inBackground = (entries: number, work: () => Promise<unknown>): Promise<void> => {
    entriesSending += entries;
    const sent: Promise<void> = outsideOfRequests(work)
      .then(
        () => {},
        (error: unknown) => log.debug({ err: error }, 'the newest messages could not be shared'),
      )
      .finally(() => {
        entriesSending -= entries;
        sending.delete(sent);
      });
    sending.add(sent);
    return sent;
  };

  return {
    push: (sessionId, entries) => {
      if (entriesSending >= MAX_SENDING) return;
      const stream = streamOf(sessionId);
      void inBackground(entries.length, () => Promise.all(entries.map((entry) => stream.append(entry))));
    },
    read: async (sessionId, limit) => {
      const reading = streamOf(sessionId)
        .page({ newestFirst: true, limit })
        .catch(() => []);
      const inTime = new AbortController();
      const late = delay(READ_MS, [], { ref: false, signal: inTime.signal }).catch(() => []);
      const items = await Promise.race([reading, late]);
      inTime.abort();
      return items.map(({ value }) => value).sort((a, b) => timeOf(a) - timeOf(b));
    },
    rebuild: (sessionId, entries) => {
      if (rebuilding.has(sessionId) || entriesSending >= MAX_SENDING) return;
      rebuilding.add(sessionId);
      const stream = streamOf(sessionId);
      void inBackground(entries.length, async () => {
        await stream.clear();
        for (const entry of entries) await stream.append(entry);
      }).finally(() => rebuilding.delete(sessionId));
    },
    clear: (sessionId) => streamOf(sessionId).clear(),
    close: async () => {
      await Promise.all(sending);
    },
  };
};

/** More than this cannot be in it. */
export const TAIL_LENGTH = LENGTH;

export const conversationTail = defineService({
  name: 'story.conversation.tail',
  open: openTail,
  close: (tail) => tail.close(),
});

const timeOf = ({ message }: TailEntry): number => message.at.getTime();

/**
 * Those entries that nothing is missing between, up to the newest message of the conversation. Whatever else is there, in
 * any order and however often, is left out.
 */
export const unbroken = (entries: readonly TailEntry[], lastAt: Date | undefined): readonly TailEntry[] => {
  const chain: TailEntry[] = [];
  let wanted: number | null = lastAt?.getTime() ?? null;
  for (const entry of entries.toReversed()) {
    if (timeOf(entry) !== wanted) continue;
    chain.push(entry);
    wanted = entry.after;
  }
  return chain.reverse();
};

/** A link to a message that is there, nobody knows when: no chain goes on from it. */
const UNKNOWN = Number.MAX_SAFE_INTEGER;

/** The links between messages that follow one upon the other; `more` says whether there are others before them. */
export const linked = (messages: readonly ConversationMessage[], more: boolean): readonly TailEntry[] =>
  messages.map((message, index) => ({
    message,
    after: messages[index - 1]?.at.getTime() ?? (more ? UNKNOWN : null),
  }));
