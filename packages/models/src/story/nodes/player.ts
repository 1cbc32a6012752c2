import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { intensity, words } from '../fields.ts';

const therapeuticPreferences = z.strictObject({
  intensity: intensity.default('medium'),
  preferredApproaches: words,
  triggerWarnings: words,
  comfortTopics: words,
  avoidTopics: words,
  sessionMinutes: z.int().min(5).max(240).default(30),
  reminderFrequency: z.enum(['never', 'daily', 'weekly', 'monthly']).default('never'),
  crisisContact: z
    .strictObject({
      name: z.string().min(1).max(120),
      phone: z.string().min(1).max(40).optional(),
      email: z.email().optional(),
      relationship: z.string().max(80).optional(),
    })
    .optional(),
});

/** Nothing is shared or recorded that the player did not agree to. */
const privacySettings = z.strictObject({
  dataCollection: z.boolean().default(true),
  research: z.boolean().default(false),
  progressSharing: z.boolean().default(false),
  anonymousAnalytics: z.boolean().default(false),
  sessionRecording: z.boolean().default(false),
  thirdPartySharing: z.boolean().default(false),
  retentionDays: z.int().min(1).max(3_650).default(365),
  /** When a consent was given, by the name of a switch above or one of its own. */
  consents: z.record(z.string().max(80), z.iso.datetime()).default({}),
  /** When it was withdrawn, where it was. */
  withdrawn: z.record(z.string().max(80), z.iso.datetime()).default({}),
});

const definition = defineNode({
  label: 'Player',
  key: 'playerId',
  owner: 'playerId',
  labels: ['User'],
  schema: z.object({
    playerId: id('ply'),
    username: z.string().min(3).max(40),
    email: z.email().max(254).optional(),
    isActive: z.boolean().default(true),
    lastLogin: z.date().optional(),
    therapeuticPreferences: therapeuticPreferences.default(() => therapeuticPreferences.parse({})),
    privacySettings: privacySettings.default(() => privacySettings.parse({})),
  }),
  unique: ['username', 'email'],
  encrypted: ['email'],
  version: true,
  indexes: [['createdAt']],
  storedAs: { keyConstraint: 'user_id' },
  cache: { policy: 'standard', tags: ({ playerId }) => [`player:${playerId}`] },
  relationships: {
    characters: {
      type: 'HAS_CHARACTER',
      direction: 'out',
      to: 'Character',
      properties: z.object({ since: z.date() }),
    },
    sessions: { type: 'HAS_SESSION', direction: 'out', to: 'Session' },
    goals: { type: 'PURSUES', direction: 'out', to: 'TherapeuticGoal' },
    strategies: { type: 'USES', direction: 'out', to: 'CopingStrategy' },
    markers: { type: 'REACHED', direction: 'out', to: 'ProgressMarker' },
    skills: { type: 'DEVELOPS', direction: 'out', to: 'Skill' },
  },
});
type Definition = typeof definition;
export interface PlayerNode extends Definition {}
export const Player: PlayerNode = definition;
