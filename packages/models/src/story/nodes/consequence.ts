import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { changes, count, free, words } from '../fields.ts';

const definition = defineNode({
  label: 'Consequence',
  key: 'consequenceId',
  owner: 'playerId',
  schema: z.object({
    consequenceId: id('csq'),
    playerId: id('ply'),
    choiceId: id('cho'),
    sessionId: id('ses'),
    immediate: free,
    delayed: free,
    attributeChanges: changes,
    /** By the id of the other character. */
    relationshipChanges: changes,
    insights: words,
    isApplied: z.boolean().default(false),
    appliedAt: z.date().optional(),
    /** When the delayed part is to be applied. */
    dueAt: z.date().optional(),
    /** How often it could not be applied, and when that is tried again. */
    failures: count,
    retryAt: z.date().optional(),
  }),
  indexes: [['playerId'], ['choiceId'], ['sessionId'], ['isApplied', 'dueAt']],
  journal: true,
  relationships: { choice: { type: 'LEADS_TO', direction: 'in', to: 'Choice', one: true } },
});
type Definition = typeof definition;
export interface ConsequenceNode extends Definition {}
export const Consequence: ConsequenceNode = definition;
