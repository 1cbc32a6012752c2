import type { EntityOf } from '@graphkeep/models';
import { Intervention, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { stepIntervention } from './step-intervention.ts';

const { interventionId, effectiveness } = Intervention.schema.shape;

export const completeInterventionInput = z.strictObject({
  interventionId,
  /** Left out where it is not known: it is no figure then, and not 0. */
  effectiveness: effectiveness.unwrap().exactOptional(),
});
export type CompleteIntervention = z.input<typeof completeInterventionInput>;

/** Ends an intervention, and says how well it worked. */
export const completeIntervention = (
  platform: Scoped<StoryGraph>,
  { interventionId: which, ...outcome }: CompleteIntervention,
): Promise<EntityOf<typeof Intervention>> =>
  stepIntervention(platform, which, () => ({ ...outcome, completedAt: platform.now() }));
