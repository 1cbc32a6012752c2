import type { EntityOf } from '@graphkeep/models';
import { Intervention, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { z } from 'zod';
import { stepIntervention } from './step-intervention.ts';

export const startInterventionInput = Intervention.schema.pick({ interventionId: true }).strict();
export type StartIntervention = z.input<typeof startInterventionInput>;

/** Begins an intervention that was recommended; one that was begun before keeps its time. */
export const startIntervention = (
  platform: Scoped<StoryGraph>,
  { interventionId }: StartIntervention,
): Promise<EntityOf<typeof Intervention>> =>
  stepIntervention(platform, interventionId, ({ startedAt }) => ({
    startedAt: startedAt ?? platform.now(),
  }));
