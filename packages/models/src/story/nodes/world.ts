import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { difficulty, intensity, prose, title, words } from '../fields.ts';

const parameters = z
  .object({ intensity: intensity.optional(), pace: z.string().max(40).optional() })
  .catchall(z.json());

const definition = defineNode({
  label: 'World',
  key: 'worldId',
  shared: true,
  schema: z.object({
    worldId: id('wld'),
    name: title,
    description: prose.default(''),
    themes: words,
    approaches: words,
    difficulty: difficulty.default('standard'),
    parameters: parameters.default({}),
    tags: words,
    isFeatured: z.boolean().default(false),
  }),
  indexes: [['name'], ['isFeatured']],
  fullText: ['name'],
  cache: { policy: 'standard', tags: ({ worldId }) => [`world:${worldId}`] },
  relationships: {
    locations: { type: 'PART_OF', direction: 'in', to: 'Location' },
    sessions: { type: 'IN_WORLD', direction: 'in', to: 'Session' },
  },
});
type Definition = typeof definition;
export interface WorldNode extends Definition {}
export const World: WorldNode = definition;
