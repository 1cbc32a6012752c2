import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../define-node.ts';

const score = z.number().min(0).max(1);

export const Character = defineNode({
  label: 'Character',
  key: 'characterId',
  owner: 'playerId',
  schema: z.object({
    characterId: id('chr'),
    playerId: id('ply'),
    name: z.string().min(1).max(120),
    role: z.string().min(1).max(80).optional(),
    isActive: z.boolean().default(true),
    traits: z.array(z.string().min(1).max(80)).max(50).default([]),
    attributes: z.record(z.string().max(40), z.number()).default({}),
    level: z.int().min(1).default(1),
    experience: z.int().min(0).default(0),
    energy: score.default(1),
    stress: score.default(0),
  }),
  indexes: [['name'], ['role'], ['playerId']],
  relationships: {
    player: {
      type: 'HAS_CHARACTER',
      direction: 'in',
      to: 'Player',
      one: true,
      properties: z.object({ since: z.date() }),
    },
  },
});
