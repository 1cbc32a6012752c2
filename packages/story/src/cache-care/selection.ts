import { id } from '@graphkeep/contract';
import type { Selection } from '@graphkeep/platform';
import { z } from 'zod';

const DAY_MS = 86_400_000;

/** Types that a player may want kept where all else of theirs is dropped. */
const THERAPEUTIC = [
  'TherapeuticProgress',
  'TherapeuticGoal',
  'Intervention',
  'CopingStrategy',
  'ProgressMarker',
  'Skill',
  'EmotionalState',
];

const player = z.strictObject({
  /** `user` is what older callers say. */
  by: z.enum(['player', 'user']),
  playerId: id('ply'),
  keepTherapeutic: z.boolean().default(false),
});

/** Which cached values: of a session, a player, a character in all sessions, by age, or without a subject. */
export const cacheSelection = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('session'), sessionId: id('ses') }),
  player,
  z.strictObject({ by: z.literal('character'), characterId: id('chr') }),
  z.strictObject({
    by: z.literal('age'),
    olderThanMs: z
      .int()
      .min(1)
      .max(365 * DAY_MS),
    types: z.array(z.string().min(1).max(80)).min(1).max(50).optional(),
  }),
  z.strictObject({ by: z.literal('orphans') }),
]);
export type CacheSelection = z.output<typeof cacheSelection>;

export const selectionOf = (asked: CacheSelection): Selection => {
  switch (asked.by) {
    case 'session': {
      const ids = [asked.sessionId];
      return { subjects: { session: ids, Session: ids, SessionState: ids, NarrativeContext: ids } };
    }
    case 'player':
    case 'user': {
      const ids = [asked.playerId];
      return {
        subjects: { player: ids, Player: ids, Dashboard: ids, Preferences: ids, TherapeuticProgress: ids },
        ...(asked.keepTherapeutic && { exceptTypes: THERAPEUTIC }),
      };
    }
    case 'character': {
      const ids = [asked.characterId];
      return { subjects: { character: ids, Character: ids, CharacterState: ids } };
    }
    case 'age':
      return { olderThanMs: asked.olderThanMs, ...(asked.types && { types: asked.types }) };
    case 'orphans':
      return { orphans: true };
  }
};
