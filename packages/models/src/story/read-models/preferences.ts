import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { Player } from '../nodes/player.ts';

/** What a player has chosen, without who the player is. */
export const Preferences = defineReadModel({
  name: 'Preferences',
  schema: Player.schema
    .pick({ playerId: true, therapeuticPreferences: true, privacySettings: true })
    .strict(),
  owner: ({ playerId }) => playerId,
  cache: { policy: 'preferences', tags: ({ playerId }) => [`player:${playerId}`] },
});
export interface Preferences extends ReadModelOf<typeof Preferences> {}
