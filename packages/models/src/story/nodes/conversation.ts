import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { count } from '../fields.ts';

const definition = defineNode({
  label: 'Conversation',
  // Not `sessionId`: the embedded engine finds a key among all nodes that have a property of its name, so among all messages.
  key: 'conversationId',
  naturalKey: true,
  owner: 'playerId',
  schema: z.object({
    /** That of its session. */
    conversationId: id('ses'),
    playerId: id('ply'),
    /** Of the first and the last message that was ever added. */
    firstAt: z.date().optional(),
    lastAt: z.date().optional(),
    /** Messages that are nodes of their own, and when the oldest of them came. */
    live: count,
    oldestAt: z.date().optional(),
    /** Messages that stand in archives, and how many archives there are. */
    archived: count,
    archives: count,
    /** Another one for each transaction that changes the conversation: writing it takes the lock. */
    turn: z.string().max(40).optional(),
  }),
  indexes: [['playerId']],
});
type Definition = typeof definition;
export interface ConversationNode extends Definition {}
/**
 * How far the conversation of a session has come. Every message that is added writes it, so that it is a node of its own:
 * the session itself would be changed, and dropped from caches, by each.
 */
export const Conversation: ConversationNode = definition;
