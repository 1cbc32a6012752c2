import { GraphkeepError } from '@graphkeep/core';
import type { JobStatus } from '@graphkeep/platform';
import type { infraOf } from '../infra-of.ts';

/** A run of one of the estate's jobs; those of others are not there for its keys. */
export const ownJob = async (platform: ReturnType<typeof infraOf>, id: string): Promise<JobStatus> => {
  const status = await platform.jobs.status(id);
  if (status.name.startsWith('infra.')) return status;
  throw new GraphkeepError('not_found', `There is no job ${id}.`, { field: 'id' });
};
