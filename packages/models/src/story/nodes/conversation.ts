import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { count } from '../fields.ts';

/**
 * How far the conversation of a session has come. Every message that is added writes it, so that it is a node of its own:
 * the session itself would be changed, and dropped from caches, by each.
 */
export const Conversation = defineNode({
  label: 'Conversation',
  key: 'sessionId',
  naturalKey: true,
  owner: 'playerId',
  schema: z.object({
    sessionId: id('ses'),
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
  indexes: [['playerId'], ['lastAt']],
});
