import { AsyncLocalStorage } from 'node:async_hooks';
import { Conversation, type StoryGraph } from '@graphkeep/models/story';
import { defineService, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { type TailEntry, tailEntry } from './tail.ts';

interface HubListener {
  /** Messages that were just kept, by this process or another. They may come twice, late, or never. */
  messages(entries: readonly TailEntry[]): void;
  /** The conversation has come so far. Told again and again, whether anything was missed or not. */
  reached(at: Date): void;
  /** Nothing more will be told. */
  closed(): void;
}

/** Tells those who follow conversations of new messages, across processes. */
interface Hub {
  tell(sessionId: string, entries: readonly TailEntry[]): void;
  /** What it answers ends it. */
  watch(sessionId: string, listener: HubListener): () => void;
  close(): void;
}

/** How late a message may come whose sender died, or could not reach Redis, before it told of it. */
const LOOK_MS = 2_000;
/** Conversations of one look. */
const MANY = 1_000;

const schema = z.array(tailEntry);

interface Watched {
  readonly listeners: Set<HubListener>;
  /** Undefined while nobody could be asked to tell of other processes' messages. */
  stop: Promise<(() => void) | undefined>;
}

const openHub = (system: Scoped<StoryGraph>): Hub => {
  const watched = new Map<string, Watched>();
  let timer: NodeJS.Timeout | undefined;
  /** What is shared by all who follow must not end with the request of the first one. */
  const outsideOfRequests = AsyncLocalStorage.snapshot();
  const channelOf = (sessionId: string) =>
    system.helpers.channel<readonly TailEntry[]>(`conversation:1:${sessionId}`, { schema });

  const listen = (sessionId: string, listeners: ReadonlySet<HubListener>) =>
    channelOf(sessionId)
      .listen({
        message: (entries) => {
          for (const listener of [...listeners]) listener.messages(entries);
        },
        gap: () => void look([sessionId]),
      })
      .catch(() => undefined);

  const look = async (sessionIds: readonly string[]): Promise<void> => {
    const found = await system
      .repo(Conversation)
      .getMany(
        sessionIds.map((conversationId) => ({ conversationId })),
        { select: { conversationId: true, lastAt: true } },
      )
      .catch(() => []);
    for (const { conversationId, lastAt } of found)
      if (lastAt)
        for (const listener of [...(watched.get(conversationId)?.listeners ?? [])]) listener.reached(lastAt);
  };

  const lookAtAll = async (): Promise<void> => {
    const all = [...watched.keys()];
    for (let from = 0; from < all.length; from += MANY) await look(all.slice(from, from + MANY));
    for (const [sessionId, one] of watched)
      if ((await one.stop) === undefined && watched.get(sessionId) === one)
        one.stop = listen(sessionId, one.listeners);
    if (watched.size > 0) lookLater();
  };
  const lookLater = (): void => {
    timer = setTimeout(() => void lookAtAll(), LOOK_MS);
    timer.unref();
  };

  const forget = (sessionId: string, one: Watched, listener: HubListener): void => {
    one.listeners.delete(listener);
    if (one.listeners.size > 0 || watched.get(sessionId) !== one) return;
    watched.delete(sessionId);
    if (watched.size === 0) clearTimeout(timer);
    void one.stop.then((stop) => stop?.());
  };

  return {
    tell: (sessionId, entries) => {
      for (const listener of [...(watched.get(sessionId)?.listeners ?? [])]) listener.messages(entries);
      channelOf(sessionId)
        .publish(entries)
        .catch(() => {});
    },
    watch: (sessionId, listener) => {
      let one = watched.get(sessionId);
      if (!one) {
        const listeners = new Set<HubListener>();
        one = { listeners, stop: outsideOfRequests(listen, sessionId, listeners) };
        if (watched.size === 0) outsideOfRequests(lookLater);
        watched.set(sessionId, one);
      }
      const known = one;
      known.listeners.add(listener);
      return () => forget(sessionId, known, listener);
    },
    close: () => {
      clearTimeout(timer);
      for (const [sessionId, one] of [...watched])
        for (const listener of [...one.listeners]) {
          forget(sessionId, one, listener);
          listener.closed();
        }
    },
  };
};

export const conversationHub = defineService({
  name: 'story.conversation.hub',
  open: openHub,
  close: async (hub) => hub.close(),
});
