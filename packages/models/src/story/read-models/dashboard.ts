import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { entitySchema } from '../../schemas/entity.ts';
import { share } from '../fields.ts';
import { Character } from '../nodes/character.ts';
import { ProgressMarker } from '../nodes/progress-marker.ts';
import { Session } from '../nodes/session.ts';
import { Skill } from '../nodes/skill.ts';
import { TherapeuticGoal } from '../nodes/therapeutic-goal.ts';
import { progressTags } from './progress-tags.ts';
import { standing } from './trend.ts';

const use = z.strictObject({ sessions: z.int().min(0), minutes: z.number().min(0) });

/** What a player sees first. */
export const Dashboard = defineReadModel({
  name: 'Dashboard',
  schema: z.strictObject({
    playerId: id('ply'),
    madeAt: z.date(),
    characters: z.array(entitySchema(Character)),
    activeSessions: z.array(entitySchema(Session)),
    goals: z.array(entitySchema(TherapeuticGoal)),
    markers: z.array(entitySchema(ProgressMarker)),
    skills: z.array(entitySchema(Skill)),
    /** Days in a row with a session. */
    streak: z.strictObject({ current: z.int().min(0), longest: z.int().min(0) }),
    total: use,
    thisWeek: use,
    thisMonth: use,
    effectiveness: z.array(
      z.strictObject({ approach: z.string(), effectiveness: share.nullable(), times: z.int().min(0) }),
    ),
    recommendations: z.array(z.strictObject({ text: z.string(), reason: z.string() })),
    ...standing,
  }),
  owner: ({ playerId }) => playerId,
  cache: {
    policy: 'dashboard',
    tags: ({ playerId }) => [`player:${playerId}`, ...progressTags(playerId), `character@${playerId}`],
  },
});
export interface Dashboard extends ReadModelOf<typeof Dashboard> {}
