import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { count, difficulty, emotion, free } from '../fields.ts';

const definition = defineNode({
  label: 'Session',
  key: 'sessionId',
  owner: 'playerId',
  schema: z.object({
    sessionId: id('ses'),
    playerId: id('ply'),
    characterId: id('chr'),
    worldId: id('wld'),
    status: z.enum(['active', 'paused', 'completed', 'abandoned']).default('active'),
    currentSceneId: id('scn').optional(),
    emotionalState: emotion.default('calm'),
    difficulty: difficulty.default('standard'),
    variables: free,
    metrics: free,
    interactionCount: count,
    lastInteraction: z.date().optional(),
    /** Since when it is played without a pause; missing while it is not active. */
    activeSince: z.date().optional(),
    totalMinutes: z.number().min(0).default(0),
    safetyLevel: z.enum(['normal', 'watch', 'alert', 'crisis']).default('normal'),
  }),
  version: true,
  indexes: [
    ['createdAt'],
    ['status'],
    ['characterId'],
    ['playerId'],
    ['playerId', 'createdAt'],
    ['playerId', 'status'],
  ],
  cache: {
    policy: 'session',
    tags: ({ sessionId, playerId, characterId }) => [
      `session:${sessionId}`,
      `player:${playerId}`,
      `character:${characterId}`,
    ],
  },
  relationships: {
    player: { type: 'HAS_SESSION', direction: 'in', to: 'Player', one: true },
    character: { type: 'PLAYS', direction: 'out', to: 'Character', one: true },
    world: { type: 'IN_WORLD', direction: 'out', to: 'World', one: true },
    scenes: {
      type: 'HAS_SCENE',
      direction: 'out',
      to: 'Scene',
      properties: z.object({ order: z.int().min(0) }),
    },
    interventions: { type: 'RECEIVED', direction: 'out', to: 'Intervention' },
    emotions: { type: 'FELT', direction: 'out', to: 'EmotionalState' },
    events: { type: 'RECORDED', direction: 'out', to: 'NarrativeEvent' },
  },
});
type Definition = typeof definition;
export interface SessionNode extends Definition {}
export const Session: SessionNode = definition;
