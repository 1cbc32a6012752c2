import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { GraphkeepError } from '@graphkeep/core';
import { type ConversationMessage, conversationMessage } from '@graphkeep/models/story';
import { z } from 'zod';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Far above what the messages of one archive can have. */
const MAX_BYTES = 64 * 1_024 ** 2;

/** What an archive holds. A later form gets a number of its own, and this one stays readable. */
const chunk = z.object({
  version: z.literal(1),
  messages: z.array(conversationMessage.extend({ at: z.coerce.date() })),
});

export const packMessages = async (messages: readonly ConversationMessage[]): Promise<string> =>
  (await compress(JSON.stringify({ version: 1, messages }))).toString('base64');

export const unpackMessages = async (
  archiveId: string,
  data: string,
): Promise<readonly ConversationMessage[]> => {
  try {
    const text = await decompress(Buffer.from(data, 'base64'), { maxOutputLength: MAX_BYTES });
    return chunk.parse(JSON.parse(text.toString())).messages;
  } catch (cause) {
    throw new GraphkeepError('internal', `The archive ${archiveId} cannot be read.`, { cause });
  }
};
