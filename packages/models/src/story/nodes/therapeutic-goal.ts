import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { title, words } from '../fields.ts';

const milestone = z.strictObject({ title, reachedAt: z.iso.datetime().optional() });

const definition = defineNode({
  label: 'TherapeuticGoal',
  key: 'goalId',
  owner: 'playerId',
  schema: z.object({
    goalId: id('goa'),
    playerId: id('ply'),
    description: z.string().min(1).max(2_000),
    status: z.enum(['active', 'achieved', 'paused', 'dropped']).default('active'),
    progress: z.number().min(0).max(100).default(0),
    approaches: words,
    milestones: z.array(milestone).max(50).default([]),
    targetDate: z.date().optional(),
  }),
  version: true,
  indexes: [['playerId'], ['createdAt'], ['status']],
  storedAs: { keyConstraint: 'goal_id' },
  cache: { policy: 'therapeuticProgress', tags: ({ playerId }) => [`player:${playerId}`] },
  relationships: {
    player: { type: 'PURSUES', direction: 'in', to: 'Player', one: true },
    interventions: { type: 'SERVES', direction: 'in', to: 'Intervention' },
  },
});
type Definition = typeof definition;
export interface TherapeuticGoalNode extends Definition {}
export const TherapeuticGoal: TherapeuticGoalNode = definition;
