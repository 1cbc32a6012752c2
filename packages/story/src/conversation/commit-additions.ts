import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import {
  Conversation,
  type ConversationMessage,
  Message,
  Session,
  type StoryGraph,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { type Addition, assertSame } from './addition.ts';
import type { Outcome } from './group-commit.ts';
import { knownMessages } from './known-messages.ts';
import { lockConversations } from './lock-conversations.ts';
import type { TailEntry } from './tail.ts';

export interface Added {
  /** What is stored now, in the order of the addition. */
  readonly messages: readonly ConversationMessage[];
  /** Those of them that were not there before. */
  readonly fresh: readonly TailEntry[];
}

type SessionHead = Pick<EntityOf<typeof Session>, 'sessionId' | 'playerId' | 'status'>;

/** A conversation while a batch is added to it. */
interface Draft {
  readonly session: SessionHead;
  readonly firstAt: Date | undefined;
  readonly oldestAt: Date | undefined;
  lastAt: number | null;
  readonly fresh: TailEntry[];
}

interface CommitOptions {
  /** Looks for every id, since an earlier try may have been kept. */
  readonly again: boolean;
  readonly timeoutMs: number;
}

/** Adds to many conversations in one transaction. An addition that is refused leaves the others alone. */
export const commitAdditions = (
  system: Scoped<StoryGraph>,
  additions: readonly Addition[],
  { again, timeoutMs }: CommitOptions,
): Promise<readonly Outcome<Added>[]> =>
  system.transaction(
    async (within) => {
      const sessions = await sessionsOf(within, additions);
      const sound = additions.filter((addition) => isVisible(addition, sessions.get(addition.sessionId)));
      const own = [...new Set(sound.map(({ sessionId }) => sessionId))].flatMap(
        (sessionId) => sessions.get(sessionId) ?? [],
      );
      const conversations = await lockConversations(within, own);
      const now = system.now().getTime();
      const known = await knownMessages(
        within,
        sound.filter(({ repeatable }) => again || repeatable),
        conversations,
        now,
      );
      const drafts = new Map(own.map((session) => [session.sessionId, draftOf(session, conversations)]));
      const outcomes = additions.map((addition): Outcome<Added> => {
        try {
          return { answer: add(addition, drafts.get(addition.sessionId), known, now) };
        } catch (error) {
          return { error };
        }
      });
      await store(within, [...drafts.values()]);
      return outcomes;
    },
    { timeoutMs },
  );

const sessionsOf = async (
  { repo }: Pick<Scoped<StoryGraph>, 'repo'>,
  additions: readonly Addition[],
): Promise<ReadonlyMap<string, SessionHead>> => {
  const ids = [...new Set(additions.map(({ sessionId }) => sessionId))];
  const found = await repo(Session).getMany(
    ids.map((sessionId) => ({ sessionId })),
    { select: { sessionId: true, playerId: true, status: true } },
  );
  return new Map(found.map((session) => [session.sessionId, session]));
};

const isVisible = ({ owner }: Addition, session: SessionHead | undefined): boolean =>
  session !== undefined && (owner === undefined || owner === session.playerId);

const draftOf = (
  session: SessionHead,
  conversations: ReadonlyMap<string, EntityOf<typeof Conversation>>,
): Draft => {
  const conversation = conversations.get(session.sessionId);
  return {
    session,
    firstAt: conversation?.firstAt,
    oldestAt: conversation?.oldestAt,
    lastAt: conversation?.lastAt?.getTime() ?? null,
    fresh: [],
  };
};

/** Each message comes a millisecond after the one before it at least, however many come at once and whatever clocks say. */
const add = (
  addition: Addition,
  draft: Draft | undefined,
  known: Map<string, ConversationMessage>,
  now: number,
): Added => {
  const { sessionId, messages } = addition;
  if (!draft || !isVisible(addition, draft.session))
    throw new GraphkeepError('not_found', `There is no Session ${sessionId}.`);
  messages.forEach((message, index) => {
    const stored = known.get(message.messageId);
    if (stored) assertSame(addition, message, index, stored);
  });
  const { playerId, status } = draft.session;
  const isNew = messages.some(({ messageId }) => !known.has(messageId));
  if (isNew && (status === 'completed' || status === 'abandoned'))
    throw new GraphkeepError(
      'invalid_input',
      `Session ${sessionId} is ${status}: nothing more can be said in it. Start another one.`,
      { field: 'sessionId' },
    );
  const fresh: TailEntry[] = [];
  const stored = messages.map((message) => {
    const there = known.get(message.messageId);
    if (there) return there;
    const after = draft.lastAt;
    draft.lastAt = Math.max(now, (after ?? 0) + 1);
    const made = { ...message, playerId, sessionId, at: new Date(draft.lastAt) };
    known.set(made.messageId, made);
    fresh.push({ after, message: made });
    return made;
  });
  draft.fresh.push(...fresh);
  return { messages: stored, fresh };
};

const store = async ({ repo }: Pick<Scoped<StoryGraph>, 'repo'>, drafts: readonly Draft[]): Promise<void> => {
  const grown = drafts.filter(({ fresh }) => fresh.length > 0);
  if (grown.length === 0) return;
  await repo(Message).createMany(grown.flatMap(({ fresh }) => fresh.map(({ message }) => message)));
  // By what they have in common, which is nearly always all: one statement then, and no other property is touched.
  for (const group of Map.groupBy(grown, growthOf).values()) {
    const [one] = group;
    if (!one) continue;
    const { fresh, firstAt, oldestAt, lastAt } = one;
    const first = fresh[0]?.message.at;
    await repo(Conversation).patchMany(
      { conversationId: { in: group.map(({ session }) => session.sessionId) } },
      {
        live: { increment: fresh.length },
        ...(lastAt !== null && { lastAt: new Date(lastAt) }),
        ...(first && !firstAt && { firstAt: first }),
        ...(first && !oldestAt && { oldestAt: first }),
      },
    );
  }
};

const growthOf = ({ fresh, firstAt, oldestAt, lastAt }: Draft): string =>
  [
    fresh.length,
    fresh[0]?.message.at.getTime(),
    lastAt,
    firstAt === undefined,
    oldestAt === undefined,
  ].join();
