import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { difficulty, prose, title, words } from '../fields.ts';

const definition = defineNode({
  label: 'Scene',
  key: 'sceneId',
  owner: 'playerId',
  schema: z.object({
    sceneId: id('scn'),
    playerId: id('ply'),
    sessionId: id('ses'),
    title,
    description: prose.default(''),
    content: prose.default(''),
    sceneType: z.enum([
      'introduction',
      'exploration',
      'challenge',
      'reflection',
      'therapeutic',
      'resolution',
    ]),
    difficulty: difficulty.default('standard'),
    focus: words,
    objectives: words,
    tone: z.string().min(1).max(80).optional(),
    isCompleted: z.boolean().default(false),
    completedAt: z.date().optional(),
  }),
  indexes: [['playerId'], ['sessionId']],
  cache: {
    policy: 'narrativeContext',
    tags: ({ sessionId, playerId }) => [`session:${sessionId}`, `player:${playerId}`],
  },
  relationships: {
    session: {
      type: 'HAS_SCENE',
      direction: 'in',
      to: 'Session',
      one: true,
      properties: z.object({ order: z.int().min(0) }),
    },
    choices: { type: 'OFFERS', direction: 'out', to: 'Choice' },
    openedBy: { type: 'OPENS', direction: 'in', to: 'Choice' },
  },
});
type Definition = typeof definition;
export interface SceneNode extends Definition {}
export const Scene: SceneNode = definition;
