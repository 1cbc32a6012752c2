import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { free, words } from '../fields.ts';

/** The key of a player's state of a world. */
export const worldStateId = (playerId: string, worldId: string): string => `${playerId}.${worldId}`;

const definition = defineNode({
  label: 'WorldState',
  // A world is shared and its state is each player's own, so worldId alone would let one state exist for all players.
  key: 'worldStateId',
  naturalKey: true,
  owner: 'playerId',
  schema: z.object({
    worldStateId: z
      .string()
      .regex(/^ply_[^.]+\.wld_[^.]+$/, 'must be made by worldStateId(playerId, worldId)'),
    playerId: id('ply'),
    worldId: id('wld'),
    values: free,
    activeEvents: words,
    /** Minutes that have passed in the story. */
    clock: z.number().min(0).default(0),
  }),
  version: true,
  indexes: [['playerId'], ['worldId']],
  cache: {
    policy: 'worldState',
    tags: ({ playerId, worldId }) => [`player:${playerId}`, `world:${worldId}`],
  },
});
type Definition = typeof definition;
export interface WorldStateNode extends Definition {}
export const WorldState: WorldStateNode = definition;
