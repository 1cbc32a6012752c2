import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { share, words } from '../fields.ts';

const definition = defineNode({
  label: 'Choice',
  key: 'choiceId',
  owner: 'playerId',
  schema: z.object({
    choiceId: id('cho'),
    playerId: id('ply'),
    sceneId: id('scn'),
    text: z.string().min(1).max(2_000),
    choiceType: z.enum([
      'narrative',
      'therapeutic',
      'skill_building',
      'emotional_regulation',
      'social_interaction',
    ]),
    therapeuticValue: share.default(0),
    agency: share.default(0.5),
    prerequisites: words,
    tags: words,
    isAvailable: z.boolean().default(true),
    /** Missing while it is only offered. */
    chosenAt: z.date().optional(),
  }),
  indexes: [['playerId'], ['sceneId'], ['createdAt'], ['playerId', 'chosenAt']],
  cache: { policy: 'narrativeContext', tags: ({ playerId }) => [`player:${playerId}`] },
  relationships: {
    scene: { type: 'OFFERS', direction: 'in', to: 'Scene', one: true },
    consequences: { type: 'LEADS_TO', direction: 'out', to: 'Consequence' },
    opens: { type: 'OPENS', direction: 'out', to: 'Scene', one: true },
  },
});
type Definition = typeof definition;
export interface ChoiceNode extends Definition {}
export const Choice: ChoiceNode = definition;
