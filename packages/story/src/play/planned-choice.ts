import { id, newId } from '@graphkeep/contract';
import { Choice, Consequence } from '@graphkeep/models/story';
import { z } from 'zod';
import { attributeChanges, delayedEffects, immediateEffects, relationshipChanges } from './effects.ts';
import { GRAMMAR, requirementOf } from './prerequisites.ts';

const prerequisite = z
  .string()
  .max(80)
  .refine((text) => requirementOf(text) !== undefined, { error: `must be one of ${GRAMMAR}` });

const plannedConsequence = z.strictObject({
  consequenceId: id('csq').optional(),
  immediate: immediateEffects.default({}),
  /** What comes later, `afterMinutes` minutes after the choice. */
  delayed: delayedEffects.optional(),
  attributeChanges: attributeChanges.default({}),
  relationshipChanges: relationshipChanges.default({}),
  insights: Consequence.schema.shape.insights,
});

export const plannedChoice = z.strictObject({
  ...Choice.schema.omit({ playerId: true, sceneId: true, chosenAt: true }).shape,
  choiceId: id('cho').optional(),
  prerequisites: z.array(prerequisite).max(50).default([]),
  consequences: z.array(plannedConsequence).max(10).default([]),
  /** A scene of the session that was prepared for this choice. */
  opens: id('scn').optional(),
});
export type PlannedChoice = z.output<typeof plannedChoice>;

interface Place {
  readonly playerId: string;
  readonly sessionId: string;
  readonly sceneId: string;
}

/** Planned choices as what the graph is told to make. */
export const plannedRows = (choices: readonly PlannedChoice[], { sessionId, ...place }: Place) =>
  choices.map(({ consequences, opens, choiceId = newId('cho'), ...choice }) => ({
    ...choice,
    ...place,
    choiceId,
    consequences: {
      create: consequences.map(({ consequenceId = newId('csq'), delayed = {}, ...consequence }) => ({
        ...consequence,
        consequenceId,
        delayed,
        playerId: place.playerId,
        choiceId,
        sessionId,
      })),
    },
    ...(opens !== undefined && { opens: { connect: { sceneId: opens } } }),
  }));
