import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { entitySchema } from '../../schemas/entity.ts';
import { CopingStrategy } from '../nodes/coping-strategy.ts';
import { Intervention } from '../nodes/intervention.ts';
import { ProgressMarker } from '../nodes/progress-marker.ts';
import { Skill } from '../nodes/skill.ts';
import { TherapeuticGoal } from '../nodes/therapeutic-goal.ts';
import { progressTags } from './progress-tags.ts';
import { standing } from './trend.ts';

/** How far a player has come. */
export const TherapeuticProgress = defineReadModel({
  name: 'TherapeuticProgress',
  schema: z.strictObject({
    playerId: id('ply'),
    madeAt: z.date(),
    goals: z.array(entitySchema(TherapeuticGoal)),
    interventions: z.array(entitySchema(Intervention)),
    strategies: z.array(entitySchema(CopingStrategy)),
    markers: z.array(entitySchema(ProgressMarker)),
    skills: z.array(entitySchema(Skill)),
    ...standing,
  }),
  owner: ({ playerId }) => playerId,
  cache: {
    policy: 'therapeuticProgress',
    tags: ({ playerId }) => [`player:${playerId}`, ...progressTags(playerId), `copingStrategy@${playerId}`],
  },
});
export interface TherapeuticProgress extends ReadModelOf<typeof TherapeuticProgress> {}
