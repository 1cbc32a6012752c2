import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { free, prose } from '../fields.ts';

const definition = defineNode({
  label: 'Message',
  key: 'messageId',
  owner: 'playerId',
  schema: z.object({
    messageId: id('msg'),
    playerId: id('ply'),
    sessionId: id('ses'),
    role: z.enum(['player', 'character', 'narrator', 'system']),
    text: prose,
    characterId: id('chr').optional(),
    sceneId: id('scn').optional(),
    at: z.date(),
    meta: free,
  }),
  indexes: [['playerId'], ['sessionId', 'at']],
  fullText: ['text'],
});
type Definition = typeof definition;
export interface MessageNode extends Definition {}
/** One piece of a conversation. It is only ever added, so whoever follows a conversation follows `at` and needs no journal. */
export const Message: MessageNode = definition;

/** A message as a conversation tells it: `at` says when, and the store's own times are left out. */
export const conversationMessage = Message.schema.strict();
export type ConversationMessage = z.output<typeof conversationMessage>;
