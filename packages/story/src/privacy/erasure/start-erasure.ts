import type { StoryGraph } from '@graphkeep/models/story';
import { erasuresOf, type JobStatus, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { checkConfirmation, confirmSchema } from '../../confirmation.ts';
import { jobStatus } from '../job-status.ts';
import { assertMayActFor } from '../may-act-for.ts';
import { eraseJob } from './erase-job.ts';
import { ERASE, planErasureInput } from './plan-erasure.ts';

export const startErasureInput = z.strictObject({ confirm: confirmSchema });
export type StartErasure = z.output<typeof startErasureInput>;

export const startedErasure = z.object({
  /** By it the receipt is found. */
  erasureId: z.string(),
  pseudonym: z.string(),
  job: jobStatus,
});
export interface StartedErasure {
  readonly erasureId: string;
  readonly pseudonym: string;
  readonly job: JobStatus;
}

/**
 * Begins to erase a player as it was planned. They are on the list of the erased before anything is gone, so that it is
 * finished whatever happens meanwhile.
 */
export const startErasure = async (
  platform: Scoped<StoryGraph>,
  { confirm }: StartErasure,
): Promise<StartedErasure> => {
  const { playerId } = checkConfirmation(platform, confirm, ERASE, planErasureInput);
  assertMayActFor(platform, playerId);
  const { erasureId, pseudonym } = await erasuresOf(platform).begin(playerId);
  await platform.audit.record({
    action: 'story.privacy.erase',
    access: 'write',
    owner: playerId,
    outcome: 'begun',
    details: { erasureId },
  });
  const system = platform.asSystem('to erase a player who was confirmed');
  return { erasureId, pseudonym, job: await system.jobs.start(eraseJob.name, { erasureId }) };
};
