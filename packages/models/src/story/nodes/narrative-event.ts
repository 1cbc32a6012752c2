import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { prose, share, title } from '../fields.ts';

const definition = defineNode({
  label: 'NarrativeEvent',
  key: 'eventId',
  owner: 'playerId',
  schema: z.object({
    eventId: id('evt'),
    playerId: id('ply'),
    sessionId: id('ses'),
    sceneId: id('scn').optional(),
    eventType: z.string().min(1).max(80),
    title,
    description: prose.default(''),
    impact: prose.default(''),
    significance: share.default(0.5),
    occurredAt: z.date(),
  }),
  indexes: [['playerId'], ['occurredAt'], ['sessionId', 'occurredAt']],
  journal: true,
  relationships: { session: { type: 'RECORDED', direction: 'in', to: 'Session', one: true } },
});
type Definition = typeof definition;
export interface NarrativeEventNode extends Definition {}
export const NarrativeEvent: NarrativeEventNode = definition;
