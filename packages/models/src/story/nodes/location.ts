import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { free, prose, title } from '../fields.ts';

const definition = defineNode({
  label: 'Location',
  key: 'locationId',
  shared: true,
  schema: z.object({
    locationId: id('loc'),
    name: title,
    locationType: z.string().min(1).max(80),
    description: prose.default(''),
    worldId: id('wld'),
    state: free,
  }),
  version: true,
  indexes: [['name'], ['locationType'], ['worldId']],
  fullText: ['name'],
  cache: {
    policy: 'standard',
    tags: ({ locationId, worldId }) => [`location:${locationId}`, `world:${worldId}`],
  },
  relationships: {
    world: { type: 'PART_OF', direction: 'out', to: 'World', one: true },
    connections: { type: 'CONNECTS_TO', direction: 'out', to: 'Location' },
    connectedFrom: { type: 'CONNECTS_TO', direction: 'in', to: 'Location' },
    characters: {
      type: 'LOCATED_AT',
      direction: 'in',
      to: 'Character',
      properties: z.object({ since: z.date() }),
    },
  },
});
type Definition = typeof definition;
export interface LocationNode extends Definition {}
export const Location: LocationNode = definition;
