import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { entitySchema } from '../../schemas/entity.ts';
import { Choice } from '../nodes/choice.ts';
import { NarrativeEvent } from '../nodes/narrative-event.ts';
import { Scene } from '../nodes/scene.ts';
import { WorldState } from '../nodes/world-state.ts';

/** What whoever tells the story must know to go on with it. */
export const NarrativeContext = defineReadModel({
  name: 'NarrativeContext',
  schema: z.strictObject({
    sessionId: id('ses'),
    playerId: id('ply'),
    characterId: id('chr'),
    worldId: id('wld'),
    scene: entitySchema(Scene).nullable(),
    lastChoices: z.array(entitySchema(Choice)),
    openThreads: z.array(entitySchema(NarrativeEvent)),
    worldState: entitySchema(WorldState).nullable(),
  }),
  owner: ({ playerId }) => playerId,
  cache: {
    policy: 'narrativeContext',
    tags: ({ sessionId, playerId, characterId, worldId, scene }) => [
      `session:${sessionId}`,
      `player:${playerId}`,
      `character:${characterId}`,
      `world:${worldId}`,
      ...(scene ? [`scene:${scene.sceneId}`] : []),
      `choice@${playerId}`,
      `narrativeEvent@${playerId}`,
      `worldState@${playerId}`,
    ],
  },
});
export interface NarrativeContext extends ReadModelOf<typeof NarrativeContext> {}
