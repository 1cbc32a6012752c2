import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf, PatchOf } from '@graphkeep/models';
import { Intervention, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { holdSession } from '../play/hold-session.ts';

/** Takes an intervention that is not over a step further. The session is held, so that of two at once one is refused. */
export const stepIntervention = (
  platform: Scoped<StoryGraph>,
  interventionId: string,
  step: (before: EntityOf<typeof Intervention>) => PatchOf<typeof Intervention>,
): Promise<EntityOf<typeof Intervention>> =>
  platform.transaction(async () => {
    const interventions = platform.repo(Intervention);
    const { sessionId } = await interventions.get({ interventionId, select: { sessionId: true } });
    await holdSession(platform, sessionId);
    const before = await interventions.get({ interventionId });
    if (before.completedAt)
      throw new GraphkeepError(
        'wrong_state',
        `Intervention ${interventionId} was completed at ${before.completedAt.toISOString()}.`,
        { field: 'interventionId' },
      );
    return interventions.patch({ interventionId }, step(before));
  });
