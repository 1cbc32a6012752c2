import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { count, free, prose, share, words } from '../fields.ts';

const background = z.strictObject({
  backstory: prose.default(''),
  traits: words,
  values: words,
  fears: words,
  strengths: words,
  lifeGoals: words,
  /** What somebody is to the character, by their name. */
  relationships: z.record(z.string().max(120), z.string().max(200)).default({}),
});

const therapeuticProfile = z.strictObject({
  concerns: words,
  goals: words,
  readiness: share.default(0.5),
  approaches: words,
  notes: prose.optional(),
});

const attribute = z.number().default(0);
const attributes = z.strictObject({
  confidence: attribute,
  empathy: attribute,
  resilience: attribute,
  wisdom: attribute,
  courage: attribute,
  compassion: attribute,
  patience: attribute,
  creativity: attribute,
});

const acquaintance = z.object({
  strength: z.number().min(-1).max(1),
  kind: z.string().min(1).max(80),
  updatedAt: z.date(),
});

const definition = defineNode({
  label: 'Character',
  key: 'characterId',
  owner: 'playerId',
  schema: z.object({
    characterId: id('chr'),
    playerId: id('ply'),
    name: z.string().min(1).max(120),
    /** The therapeutic role. */
    role: z.string().min(1).max(80).optional(),
    isActive: z.boolean().default(true),
    appearance: free,
    background: background.default(() => background.parse({})),
    therapeuticProfile: therapeuticProfile.default(() => therapeuticProfile.parse({})),
    attributes: attributes.default(() => attributes.parse({})),
    level: z.int().min(1).default(1),
    experience: count,
    energy: share.default(1),
    stress: share.default(0),
    inventory: words,
    currentLocationId: id('loc').optional(),
    lastInteraction: z.date().optional(),
    lastActive: z.date().optional(),
    totalSessionMinutes: z.number().min(0).default(0),
    sessionCount: count,
  }),
  version: true,
  indexes: [
    ['name'],
    ['role'],
    ['playerId'],
    ['playerId', 'isActive'],
    ['currentLocationId', 'lastInteraction'],
  ],
  fullText: ['name'],
  cache: {
    policy: 'character',
    tags: ({ characterId, playerId }) => [`character:${characterId}`, `player:${playerId}`],
  },
  relationships: {
    player: {
      type: 'HAS_CHARACTER',
      direction: 'in',
      to: 'Player',
      one: true,
      properties: z.object({ since: z.date() }),
    },
    sessions: { type: 'PLAYS', direction: 'in', to: 'Session' },
    locatedAt: {
      type: 'LOCATED_AT',
      direction: 'out',
      to: 'Location',
      one: true,
      properties: z.object({ since: z.date() }),
    },
    memories: { type: 'REMEMBERS', direction: 'out', to: 'Memory' },
    knows: { type: 'KNOWS', direction: 'out', to: 'Character', properties: acquaintance },
    knownBy: { type: 'KNOWS', direction: 'in', to: 'Character', properties: acquaintance },
  },
});
type Definition = typeof definition;
export interface CharacterNode extends Definition {}
export const Character: CharacterNode = definition;
