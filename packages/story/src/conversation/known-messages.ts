import type { EntityOf } from '@graphkeep/models';
import {
  type Conversation,
  type ConversationMessage,
  Message,
  MessageArchive,
  type StoryGraph,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { Addition } from './addition.ts';
import { unpackMessages } from './chunk.ts';
import { withoutTimes } from './stored-messages.ts';

type Repositories = Pick<Scoped<StoryGraph>, 'repo'>;

/** Those messages of the additions that are stored already, by their ids. */
export const knownMessages = async (
  repositories: Repositories,
  additions: readonly Addition[],
  conversations: ReadonlyMap<string, EntityOf<typeof Conversation>>,
  now: number,
): Promise<Map<string, ConversationMessage>> => {
  const ids = [...new Set(additions.flatMap(idsOf))];
  if (ids.length === 0) return new Map();
  const live = await repositories.repo(Message).getMany(
    ids.map((messageId) => ({ messageId })),
    { omit: withoutTimes },
  );
  const known = new Map(live.map((message) => [message.messageId, message]));
  for (const addition of additions) {
    const missing = idsOf(addition).filter((messageId) => !known.has(messageId));
    if (missing.length === 0 || !mayBeArchived(addition, conversations.get(addition.sessionId), now))
      continue;
    for (const message of await archivedByIds(repositories, addition.sessionId, missing))
      known.set(message.messageId, message);
  }
  return known;
};

/** As long as any answer under an idempotency key is kept. An id that the caller gave is looked for however old. */
const KEY_MS = 24 * 3_600_000;

/** What stands in archives is older than all that does not. */
const mayBeArchived = (
  { idsFrom }: Addition,
  conversation: EntityOf<typeof Conversation> | undefined,
  now: number,
): boolean => {
  if (!conversation?.archived) return false;
  const newest = conversation.oldestAt ?? conversation.lastAt;
  return idsFrom === 'messageId' || (newest?.getTime() ?? now) > now - KEY_MS;
};

const idsOf = ({ messages }: Addition): readonly string[] => messages.map(({ messageId }) => messageId);

/** Few find any: a message that is sent again is seldom so old. */
const archivedByIds = async (
  { repo }: Repositories,
  sessionId: string,
  messageIds: readonly string[],
): Promise<readonly ConversationMessage[]> => {
  const { items } = await repo(MessageArchive).find({
    where: { sessionId, messageIds: { hasSome: messageIds } },
    select: { archiveId: true, data: true },
    limit: messageIds.length,
  });
  const archives = await Promise.all(items.map(({ archiveId, data }) => unpackMessages(archiveId, data)));
  return archives.flat().filter(({ messageId }) => messageIds.includes(messageId));
};
