import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { free, title } from '../fields.ts';

const definition = defineNode({
  label: 'TimelineEvent',
  key: 'eventId',
  owner: 'playerId',
  schema: z.object({
    eventId: id('tle'),
    playerId: id('ply'),
    worldId: id('wld'),
    at: z.date(),
    kind: z.string().min(1).max(80),
    title,
    effects: free,
  }),
  indexes: [['playerId'], ['at'], ['playerId', 'worldId']],
  journal: true,
});
type Definition = typeof definition;
export interface TimelineEventNode extends Definition {}
/** The history of a player's state of a world. */
export const TimelineEvent: TimelineEventNode = definition;
