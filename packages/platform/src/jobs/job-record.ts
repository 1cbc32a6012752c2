import { isGraphkeepError } from '@graphkeep/core';
import type { JobStatus } from '../job.ts';

/** A run as it is kept: JSON. Only who runs it writes it, besides who asked for it. */
export interface JobRecord extends Omit<JobStatus, 'startedAt' | 'endedAt'> {
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly input: unknown;
  /** How often it was begun. */
  readonly begun: number;
}

export const statusOf = ({ startedAt, endedAt, input: _, begun: __, ...rest }: JobRecord): JobStatus => ({
  ...rest,
  startedAt: new Date(startedAt),
  ...(endedAt !== undefined && { endedAt: new Date(endedAt) }),
});

export const hasEnded = ({ state }: Pick<JobRecord, 'state'>): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** Of our own errors the message is for people; of others it may hold anything. */
export const messageOf = (error: unknown): string =>
  isGraphkeepError(error) ? error.message : 'It failed; the log of the server that ran it says why.';
