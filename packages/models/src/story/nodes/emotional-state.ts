import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { emotion, share, words } from '../fields.ts';

const definition = defineNode({
  label: 'EmotionalState',
  key: 'stateId',
  owner: 'playerId',
  schema: z.object({
    stateId: id('emo'),
    playerId: id('ply'),
    sessionId: id('ses'),
    state: emotion,
    intensity: share,
    triggers: words,
    recordedAt: z.date(),
  }),
  indexes: [['playerId'], ['state'], ['sessionId', 'recordedAt']],
  cache: {
    policy: 'emotionalState',
    tags: ({ sessionId, playerId }) => [`session:${sessionId}`, `player:${playerId}`],
  },
  relationships: { session: { type: 'FELT', direction: 'in', to: 'Session', one: true } },
});
type Definition = typeof definition;
export interface EmotionalStateNode extends Definition {}
export const EmotionalState: EmotionalStateNode = definition;
