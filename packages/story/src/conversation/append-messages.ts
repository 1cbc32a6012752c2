import { createHash } from 'node:crypto';
import { newId } from '@graphkeep/contract';
import { conversationMessage, Message, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { cursorOf } from './cursor.ts';
import { conversationWriter } from './writer.ts';

const MAX_MESSAGES = 100;

const newMessage = Message.schema
  .pick({ role: true, characterId: true, sceneId: true, meta: true })
  .extend({
    /** Made by the caller, so that a message that is sent again is known. */
    messageId: Message.schema.shape.messageId.optional(),
    text: Message.schema.shape.text
      .min(1, 'must not be empty')
      .refine((text) => text.isWellFormed(), 'must not hold half of a surrogate pair'),
  })
  .strict();

export const appendMessagesInput = z.strictObject({
  sessionId: Message.schema.shape.sessionId,
  messages: z
    .array(newMessage)
    .min(1, 'must have a message at least')
    .max(MAX_MESSAGES, `must have ${MAX_MESSAGES} messages at most`)
    .refine((messages) => {
      const ids = messages.flatMap(({ messageId }) => messageId ?? []);
      return new Set(ids).size === ids.length;
    }, 'must have each messageId once'),
});
export type AppendMessages = z.input<typeof appendMessagesInput>;

export const appendedMessages = z.strictObject({
  messages: z.array(conversationMessage),
  /** The place of the last one: follow the conversation from here, or read what comes `after` it. */
  end: z.string(),
});
export interface AppendedMessages extends z.output<typeof appendedMessages> {}

/**
 * Adds messages to the conversation of a session, all of them or none, and answers when they are kept for good. They are
 * written together with those of other callers, in a transaction of their own. Those that were added before, by their
 * `messageId` or by this key, are answered as they are stored.
 */
export const appendMessages = async (
  platform: Scoped<StoryGraph>,
  { sessionId, messages }: AppendMessages,
  { idempotencyKey }: { readonly idempotencyKey?: string | undefined } = {},
): Promise<AppendedMessages> => {
  const { id, owner } = platform.principal;
  const added = await platform.service(conversationWriter).add({
    owner,
    sessionId,
    messages: messages.map(({ meta = {}, messageId, ...message }, index) => ({
      ...message,
      meta,
      messageId:
        messageId ??
        (idempotencyKey === undefined
          ? newId('msg')
          : idOf([id, owner ?? null, sessionId, idempotencyKey, index])),
    })),
    repeatable: idempotencyKey !== undefined || messages.some(({ messageId }) => messageId !== undefined),
    idsFrom: messages.some(({ messageId }) => messageId !== undefined) ? 'messageId' : 'idempotencyKey',
  });
  return { messages: [...added], end: cursorOf(platform, sessionId, added.at(-1)?.at ?? platform.now()) };
};

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The same id for the same parts: 128 bits of their hash, in the form of any other id. */
const idOf = (parts: readonly unknown[]): string => {
  let rest = BigInt(`0x${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`);
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = `${ALPHABET[Number(rest & 31n)]}${text}`;
    rest >>= 5n;
  }
  return `msg_${text}`;
};
