import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';

const definition = defineNode({
  label: 'MessageArchive',
  key: 'archiveId',
  naturalKey: true,
  owner: 'playerId',
  schema: z.object({
    archiveId: z.string().max(60),
    playerId: id('ply'),
    sessionId: id('ses'),
    firstAt: z.date(),
    lastAt: z.date(),
    /** By these a message that is sent again is found. */
    messageIds: z.array(id('msg')).min(1),
    /** JSON with a version, by zstd, in base64. */
    data: z.string(),
  }),
  indexes: [['playerId'], ['sessionId', 'lastAt']],
});
type Definition = typeof definition;
export interface MessageArchiveNode extends Definition {}
/** Older messages of one session, compressed. Its key follows from its number, so that none is written twice. */
export const MessageArchive: MessageArchiveNode = definition;

/** The key of the archive of this number, from 1 on. */
export const messageArchiveId = (sessionId: string, number: number): string => `${sessionId}:${number}`;
