import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { share, title } from '../fields.ts';

const definition = defineNode({
  label: 'ProgressMarker',
  key: 'markerId',
  owner: 'playerId',
  schema: z.object({
    markerId: id('mrk'),
    playerId: id('ply'),
    type: z.string().min(1).max(80),
    title,
    value: share,
    achievedAt: z.date(),
  }),
  indexes: [['playerId'], ['playerId', 'achievedAt']],
  cache: { policy: 'therapeuticProgress', tags: ({ playerId }) => [`player:${playerId}`] },
  relationships: { player: { type: 'REACHED', direction: 'in', to: 'Player', one: true } },
});
type Definition = typeof definition;
export interface ProgressMarkerNode extends Definition {}
export const ProgressMarker: ProgressMarkerNode = definition;
