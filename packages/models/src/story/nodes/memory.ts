import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { prose, words } from '../fields.ts';

const DIMENSIONS = 384;

const definition = defineNode({
  label: 'Memory',
  key: 'memoryId',
  owner: 'playerId',
  schema: z.object({
    memoryId: id('mem'),
    playerId: id('ply'),
    characterId: id('chr'),
    content: prose.min(1),
    emotionalWeight: z.number().min(-1).max(1).default(0),
    occurredAt: z.date(),
    tags: words,
    /** What it is recalled by. */
    embedding: z.array(z.number()).length(DIMENSIONS).optional(),
  }),
  indexes: [['playerId'], ['characterId'], ['occurredAt'], ['emotionalWeight']],
  fullText: ['content'],
  vectors: { embedding: { dimensions: DIMENSIONS, similarity: 'cosine' } },
  journal: true,
  relationships: { character: { type: 'REMEMBERS', direction: 'in', to: 'Character', one: true } },
});
type Definition = typeof definition;
export interface MemoryNode extends Definition {}
export const Memory: MemoryNode = definition;
