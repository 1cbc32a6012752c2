import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../define-node.ts';

const topics = z.array(z.string().min(1).max(80)).max(50).default([]);

export const Player = defineNode({
  label: 'Player',
  key: 'playerId',
  owner: 'playerId',
  schema: z.object({
    playerId: id('ply'),
    username: z.string().min(3).max(40),
    isActive: z.boolean().default(true),
    lastLogin: z.date().optional(),
    therapeuticPreferences: z
      .strictObject({
        intensity: z.enum(['low', 'medium', 'high']).default('medium'),
        preferredApproaches: topics,
        triggerWarnings: topics,
        comfortTopics: topics,
        avoidTopics: topics,
        sessionMinutes: z.int().min(5).max(240).default(30),
      })
      .optional(),
  }),
  unique: ['username'],
  relationships: {
    characters: {
      type: 'HAS_CHARACTER',
      direction: 'out',
      to: 'Character',
      properties: z.object({ since: z.date() }),
    },
  },
});
