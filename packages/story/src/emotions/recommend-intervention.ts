import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { entitySchema } from '@graphkeep/models';
import { Intervention, Session, type StoryGraph, TherapeuticGoal } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { helpedBy, type Suggestion, suggest, urgencyAt } from './suggest.ts';

const { interventionId, sessionId, interventionType, content, triggeredBy, urgency } =
  Intervention.schema.shape;

export const recommendInterventionInput = z.strictObject({
  interventionId: interventionId.exactOptional(),
  sessionId,
  /** Where it is left out, it is chosen by what helped this player before, and by the state of the session. */
  interventionType: interventionType.exactOptional(),
  content,
  triggeredBy: triggeredBy.unwrap().exactOptional(),
  /** Where it is left out, it follows from the session's safety level. */
  urgency: urgency.unwrap().exactOptional(),
  /** The player's goals that it serves. */
  goalIds: z.array(TherapeuticGoal.schema.shape.goalId).max(10).default([]),
});
export type RecommendIntervention = z.input<typeof recommendInterventionInput>;

export const recommendedIntervention = z.strictObject({
  intervention: entitySchema(Intervention),
  reason: z.string(),
});
export type RecommendedIntervention = z.output<typeof recommendedIntervention>;

/** Recommends an intervention in a session. */
export const recommendIntervention = (
  platform: Scoped<StoryGraph>,
  { goalIds = [], interventionType: type, sessionId: where, ...given }: RecommendIntervention,
): Promise<RecommendedIntervention> =>
  platform.transaction(async () => {
    const session = await platform.repo(Session).get({ sessionId: where });
    const { playerId, emotionalState, safetyLevel } = session;
    await assertGoals(platform, playerId, goalIds);
    const suggestion: Suggestion = type
      ? { interventionType: type, reason: 'It was asked for.' }
      : suggest(emotionalState, await helpedBefore(platform, playerId));
    const intervention = await platform.repo(Intervention).create({
      triggeredBy: emotionalState,
      urgency: urgencyAt(safetyLevel),
      ...given,
      interventionType: suggestion.interventionType,
      sessionId: where,
      playerId,
      session: { connect: { sessionId: where } },
      goals: { connect: goalIds.map((goalId) => ({ goalId })) },
    });
    return { intervention, reason: suggestion.reason };
  });

const helpedBefore = async (platform: Scoped<StoryGraph>, playerId: string) => {
  const { items } = await platform.repo(Intervention).find({
    where: { playerId, completedAt: { ne: null } },
    orderBy: { completedAt: 'desc' },
    select: { interventionType: true, effectiveness: true },
    limit: limits.maxPageSize,
  });
  return helpedBy(items);
};

const assertGoals = async (
  platform: Scoped<StoryGraph>,
  playerId: string,
  goalIds: readonly string[],
): Promise<void> => {
  if (goalIds.length === 0) return;
  const where = { playerId, goalId: { in: [...goalIds] } };
  const { items } = await platform.repo(TherapeuticGoal).find({ where, select: { goalId: true } });
  const missing = goalIds.find((asked) => items.every(({ goalId }) => goalId !== asked));
  if (missing !== undefined)
    throw new GraphkeepError('invalid_input', `goalIds: ${missing} is no goal of this player.`, {
      field: 'goalIds',
    });
};
