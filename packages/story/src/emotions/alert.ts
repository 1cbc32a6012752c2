import { id } from '@graphkeep/contract';
import type { EntityOf } from '@graphkeep/models';
import type { NarrativeEvent } from '@graphkeep/models/story';
import { z } from 'zod';
import { CRISIS } from './crisis.ts';

/** What somebody must look at. It names keys alone: whoever may know more reads it by them. */
export const alert = z.strictObject({
  eventId: id('evt'),
  kind: z.literal(CRISIS),
  playerId: id('ply'),
  sessionId: id('ses'),
  at: z.date(),
});
export type Alert = z.output<typeof alert>;

/** The fields of an event that an alert is made of. */
export const alertFields = {
  eventId: true,
  eventType: true,
  playerId: true,
  sessionId: true,
  occurredAt: true,
} as const;

export const alertOf = ({
  eventId,
  playerId,
  sessionId,
  occurredAt,
}: Pick<EntityOf<typeof NarrativeEvent>, keyof typeof alertFields>): Alert => ({
  eventId,
  kind: CRISIS,
  playerId,
  sessionId,
  at: occurredAt,
});
