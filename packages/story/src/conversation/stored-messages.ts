import { type ConversationMessage, Message, MessageArchive, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { unpackMessages } from './chunk.ts';

type Repositories = Pick<Scoped<StoryGraph>, 'repo'>;

export interface Span {
  readonly sessionId: string;
  /** The messages after this time, the oldest of them first; without it the newest before `before`. */
  readonly after?: Date | undefined;
  readonly before?: Date | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

export interface Slice {
  /** The oldest first. */
  readonly messages: readonly ConversationMessage[];
  /** Whether there are more on the far side. */
  readonly more: boolean;
}

export const withoutTimes = { createdAt: true, updatedAt: true } as const;

/**
 * A part of a conversation, from messages and archives. The archiver moves the oldest messages while this reads: whoever
 * looked into the archives first would miss what is moved in between, so they come last, and in the same transaction,
 * since another server of a cluster may be behind.
 */
export const storedMessages = async (
  platform: Scoped<StoryGraph>,
  span: Span,
  firstAt: Date | undefined,
): Promise<Slice> => {
  if (span.after === undefined) {
    const live = await liveMessages(platform, span);
    if (live.more || live.messages[0]?.at.getTime() === firstAt?.getTime()) return live;
  }
  return platform.transaction(
    async (within) => {
      const live = await liveMessages(within, span);
      if (span.after === undefined && live.more) return live;
      const archived = await archivedMessages(within, span);
      const known = new Map(
        [...archived, ...live.messages].map((message) => [message.at.getTime(), message]),
      );
      const all = [...known.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
      return {
        messages: span.after === undefined ? all.slice(-span.limit) : all.slice(0, span.limit),
        more: live.more || all.length > span.limit,
      };
    },
    { mode: 'read' },
  );
};

const liveMessages = async ({ repo }: Repositories, span: Span): Promise<Slice> => {
  const { sessionId, after, before, limit } = span;
  const { items, next } = await repo(Message).find({
    where: {
      sessionId,
      ...((after ?? before) && { at: { ...(after && { gt: after }), ...(before && { lt: before }) } }),
    },
    orderBy: { at: after === undefined ? 'desc' : 'asc' },
    omit: withoutTimes,
    limit,
  });
  return { messages: after === undefined ? items.toReversed() : items, more: next !== null };
};

/** Archives of one read: one holds a whole page, of which a part may lie outside of the span. */
const ARCHIVES = 2;

/** One message more than is asked for, where there is one. */
const archivedMessages = async (
  { repo }: Repositories,
  { sessionId, after, before, limit }: Span,
): Promise<readonly ConversationMessage[]> => {
  const found: ConversationMessage[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof archivesOf>> = await archivesOf(
      repo,
      sessionId,
      after,
      before,
      cursor,
    );
    for (const { archiveId, data } of page.items) {
      const messages = await unpackMessages(archiveId, data);
      found.push(...messages.filter(({ at }) => (!after || at > after) && (!before || at < before)));
    }
    cursor = page.next;
  } while (cursor !== null && found.length <= limit);
  return found;
};

const archivesOf = (
  repo: Repositories['repo'],
  sessionId: string,
  after: Date | undefined,
  before: Date | undefined,
  cursor: string | null,
) =>
  repo(MessageArchive).find({
    where: {
      sessionId,
      ...(after && { lastAt: { gt: after } }),
      ...(before && { firstAt: { lt: before } }),
    },
    orderBy: { lastAt: after === undefined ? 'desc' : 'asc' },
    select: { archiveId: true, data: true },
    limit: ARCHIVES,
    ...(cursor !== null && { after: cursor }),
  });
