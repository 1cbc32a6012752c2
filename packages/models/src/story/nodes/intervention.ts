import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { prose, share } from '../fields.ts';

const definition = defineNode({
  label: 'Intervention',
  key: 'interventionId',
  owner: 'playerId',
  schema: z.object({
    interventionId: id('int'),
    playerId: id('ply'),
    sessionId: id('ses'),
    interventionType: z.enum([
      'mindfulness',
      'cognitive_reframing',
      'grounding',
      'breathing',
      'emotional_regulation',
      'crisis_support',
      'skill_practice',
    ]),
    content: prose,
    triggeredBy: z.string().max(200).optional(),
    urgency: z.enum(['low', 'medium', 'high', 'critical']).default('medium'),
    startedAt: z.date().optional(),
    completedAt: z.date().optional(),
    effectiveness: share.optional(),
  }),
  indexes: [['playerId'], ['sessionId'], ['interventionType'], ['completedAt']],
  cache: {
    policy: 'therapeuticProgress',
    tags: ({ sessionId, playerId }) => [`session:${sessionId}`, `player:${playerId}`],
  },
  relationships: {
    session: { type: 'RECEIVED', direction: 'in', to: 'Session', one: true },
    goals: { type: 'SERVES', direction: 'out', to: 'TherapeuticGoal' },
  },
});
type Definition = typeof definition;
export interface InterventionNode extends Definition {}
export const Intervention: InterventionNode = definition;
