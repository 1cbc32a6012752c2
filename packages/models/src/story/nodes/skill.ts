import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { count, title } from '../fields.ts';

const definition = defineNode({
  label: 'Skill',
  key: 'skillId',
  owner: 'playerId',
  schema: z.object({
    skillId: id('skl'),
    playerId: id('ply'),
    category: z.string().min(1).max(80),
    name: title,
    level: count,
    targetLevel: z.int().min(0).optional(),
    attempts: count,
    successes: count,
  }),
  indexes: [['playerId']],
  cache: { policy: 'therapeuticProgress', tags: ({ playerId }) => [`player:${playerId}`] },
  relationships: { player: { type: 'DEVELOPS', direction: 'in', to: 'Player', one: true } },
});
type Definition = typeof definition;
export interface SkillNode extends Definition {}
export const Skill: SkillNode = definition;
