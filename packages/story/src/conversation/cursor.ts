import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import type { StoryGraph } from '@graphkeep/models/story';
import { defineService, type Scoped } from '@graphkeep/platform';

/** Servers that share a root secret take each other's cursors; without one they end with the process. */
const cursorKey = defineService({
  name: 'story.conversation.cursor-key',
  open: ({ config: { secrets } }: Scoped<StoryGraph>): KeyObject =>
    createSecretKey(
      secrets.root
        ? Buffer.from(hkdfSync('sha256', secrets.root.reveal(), '', 'graphkeep conversation cursors', 32))
        : randomBytes(32),
    ),
});

/** A place in a conversation: the time of a message, which no other one of its session has. Signed, and good for this session. */
export const cursorOf = (platform: Scoped<StoryGraph>, sessionId: string, at: Date): string => {
  const time = at.getTime().toString(36);
  return `${time}.${sign(platform, sessionId, time).toString('base64url')}`;
};

export const timeOfCursor = (
  platform: Scoped<StoryGraph>,
  sessionId: string,
  cursor: string,
  field: string,
): Date => {
  const [time = '', signature = ''] = cursor.split('.');
  const [expected, given] = [sign(platform, sessionId, time), Buffer.from(signature, 'base64url')];
  if (expected.length === given.length && timingSafeEqual(expected, given))
    return new Date(Number.parseInt(time, 36));
  throw new GraphkeepError(
    'invalid_input',
    `${field} is no cursor of this conversation: give \`previous\`, \`next\` or \`end\` of one of its pages, or the id of an event.`,
    { field },
  );
};

const sign = (platform: Scoped<StoryGraph>, sessionId: string, time: string): Buffer =>
  createHmac('sha256', platform.service(cursorKey)).update(`${sessionId} ${time}`).digest().subarray(0, 16);
