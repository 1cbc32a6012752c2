import {
  Conversation,
  Message,
  MessageArchive,
  messageArchiveId,
  type StoryGraph,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { packMessages } from './chunk.ts';
import { lockConversations } from './lock-conversations.ts';
import { withoutTimes } from './stored-messages.ts';

export interface ArchiveRule {
  /** Messages that came before are old. */
  readonly olderThan: Date;
  /** So many of the newest are left alone until they are old. */
  readonly keep: number;
}

/** Messages of one archive: as many as the largest page has. */
export const CHUNK = 200;

/** What a conversation must have for an archive to be written; `archiveChunk` looks closer. */
export const archivable = ({ olderThan, keep }: ArchiveRule) => ({
  OR: [
    { live: { gte: keep + CHUNK } },
    { live: { gte: CHUNK }, oldestAt: { lt: olderThan } },
    { live: { gt: 0 }, lastAt: { lt: olderThan } },
  ],
});

/**
 * Moves the oldest messages of a conversation into one archive, and answers how many; 0 where there is nothing to do. The
 * archive is made and its messages are removed in one transaction: who dies in the middle has changed nothing. Archives
 * are whole, but for the last one of a conversation that rests.
 */
export const archiveChunk = (
  system: Scoped<StoryGraph>,
  { sessionId, playerId }: { readonly sessionId: string; readonly playerId: string },
  { olderThan, keep }: ArchiveRule,
): Promise<number> =>
  system.transaction(async ({ repo }) => {
    const conversation = (await lockConversations({ repo }, [{ sessionId, playerId }])).get(sessionId);
    if (!conversation) return 0;
    const { live, archived, archives } = conversation;
    const { items, next } = await repo(Message).find({
      where: { sessionId },
      orderBy: { at: 'asc' },
      omit: withoutTimes,
      limit: CHUNK,
    });
    const old = items.filter(({ at }) => at < olderThan).length;
    const count = Math.min(items.length, Math.max(old, live - keep));
    const isLast = next === null && old === items.length;
    const messages = items.slice(0, Math.max(0, count));
    const [first, last] = [messages[0], messages.at(-1)];
    if (!first || !last || (count < CHUNK && !isLast)) return 0;

    await repo(MessageArchive).create({
      archiveId: messageArchiveId(sessionId, archives + 1),
      playerId,
      sessionId,
      firstAt: first.at,
      lastAt: last.at,
      messageIds: messages.map(({ messageId }) => messageId),
      data: await packMessages(messages),
    });
    const { removed } = await repo(Message).removeMany({ sessionId, at: { lte: last.at } });
    if (removed !== count)
      throw new Error(`${removed} messages were removed for the ${count} of an archive.`);
    await repo(Conversation).patch(
      { conversationId: sessionId },
      {
        live: live - count,
        oldestAt: items[count]?.at ?? (await oldestOf(repo, sessionId)),
        archived: archived + count,
        archives: archives + 1,
      },
    );
    return count;
  });

const oldestOf = async (repo: Scoped<StoryGraph>['repo'], sessionId: string): Promise<Date | null> =>
  (await repo(Message).first({ where: { sessionId }, orderBy: { at: 'asc' }, select: { at: true } }))?.at ??
  null;
