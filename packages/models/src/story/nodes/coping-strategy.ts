import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { count, share, title } from '../fields.ts';

const definition = defineNode({
  label: 'CopingStrategy',
  key: 'strategyId',
  owner: 'playerId',
  schema: z.object({
    strategyId: id('stg'),
    playerId: id('ply'),
    name: title,
    category: z.string().min(1).max(80),
    effectiveness: share.optional(),
    timesUsed: count,
  }),
  indexes: [['playerId']],
  storedAs: { keyConstraint: 'strategy_id' },
  cache: { policy: 'therapeuticProgress', tags: ({ playerId }) => [`player:${playerId}`] },
  relationships: { player: { type: 'USES', direction: 'in', to: 'Player', one: true } },
});
type Definition = typeof definition;
export interface CopingStrategyNode extends Definition {}
export const CopingStrategy: CopingStrategyNode = definition;
