import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { entitySchema } from '../../schemas/entity.ts';
import { Character } from '../nodes/character.ts';
import { Memory } from '../nodes/memory.ts';

/** Acquaintances that an entry names one by one; with more of them it follows every character of the player. */
const NAMED = 8;

/** A character with whom it knows and what it remembers best. */
export const CharacterState = defineReadModel({
  name: 'CharacterState',
  schema: z.strictObject({
    character: entitySchema(Character),
    relationships: z.array(
      z.strictObject({
        characterId: id('chr'),
        name: z.string(),
        strength: z.number().min(-1).max(1),
        kind: z.string(),
        updatedAt: z.date(),
      }),
    ),
    recentMemories: z.array(entitySchema(Memory)),
  }),
  owner: ({ character }) => character.playerId,
  cache: {
    policy: 'character',
    tags: ({ character: { characterId, playerId }, relationships }) => [
      `character:${characterId}`,
      `player:${playerId}`,
      `memory@${playerId}`,
      ...(relationships.length > NAMED
        ? [`character@${playerId}`]
        : relationships.map((known) => `character:${known.characterId}`)),
    ],
  },
});
export interface CharacterState extends ReadModelOf<typeof CharacterState> {}
