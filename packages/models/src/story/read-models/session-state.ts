import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { entitySchema } from '../../schemas/entity.ts';
import { Character } from '../nodes/character.ts';
import { Choice } from '../nodes/choice.ts';
import { conversationMessage } from '../nodes/message.ts';
import { Scene } from '../nodes/scene.ts';
import { Session } from '../nodes/session.ts';
import { World } from '../nodes/world.ts';

/** All that a session needs to go on. */
export const SessionState = defineReadModel({
  name: 'SessionState',
  schema: z.strictObject({
    session: entitySchema(Session),
    character: entitySchema(Character),
    world: entitySchema(World),
    scene: entitySchema(Scene).nullable(),
    openChoices: z.array(entitySchema(Choice)),
    conversation: z.strictObject({
      items: z.array(conversationMessage),
      /** Where the page before goes on; null at the beginning of the conversation. */
      previous: z.string().nullable(),
    }),
  }),
  owner: ({ session }) => session.playerId,
  cache: {
    policy: 'session',
    tags: ({ session: { sessionId, playerId, characterId, worldId, currentSceneId } }) => [
      `session:${sessionId}`,
      `player:${playerId}`,
      `character:${characterId}`,
      `world:${worldId}`,
      ...(currentSceneId === undefined ? [] : [`scene:${currentSceneId}`]),
      `choice@${playerId}`,
    ],
  },
});
export interface SessionState extends ReadModelOf<typeof SessionState> {}
