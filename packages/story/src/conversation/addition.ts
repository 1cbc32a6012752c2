import { isDeepStrictEqual } from 'node:util';
import { GraphkeepError } from '@graphkeep/core';
import type { ConversationMessage } from '@graphkeep/models/story';

/** A message before it has its place. Its id is fixed, so that it can be looked for when nobody knows whether it was kept. */
export type NewMessage = Omit<ConversationMessage, 'playerId' | 'sessionId' | 'at'>;

/** What one caller adds to one conversation: all of it or nothing. */
export interface Addition {
  /** Whose session it must be; undefined for callers who may write to all. */
  readonly owner: string | undefined;
  readonly sessionId: string;
  readonly messages: readonly NewMessage[];
  /** Whether the ids may have come before. */
  readonly repeatable: boolean;
  /** What gave the ids, for the refusal of one that was used for something else. */
  readonly idsFrom: 'messageId' | 'idempotencyKey';
}

/** Throws where an id that is stored already stands for something else. */
export const assertSame = (
  { sessionId, idsFrom }: Addition,
  message: NewMessage,
  index: number,
  stored: ConversationMessage,
): void => {
  const { playerId: _, at: __, ...known } = stored;
  if (isDeepStrictEqual(withoutMissing(known), withoutMissing({ ...message, sessionId }))) return;
  if (idsFrom === 'idempotencyKey')
    throw new GraphkeepError(
      'idempotency_mismatch',
      'This idempotency key was used for other messages. Make a new key for each new append.',
    );
  throw new GraphkeepError(
    'already_exists',
    `${message.messageId} is the id of another message. Leave messageId out, or make a new one for each message.`,
    { field: `messages.${index}.messageId` },
  );
};

/** As JSON keeps it: what is undefined is not there. */
const withoutMissing = (value: object): unknown => JSON.parse(JSON.stringify(value));
