import type { InfraGraph } from '@graphkeep/models/infra';
import { defineJob, type JobRun, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { applyIndexes, type IndexOutcome } from './apply-indexes.ts';

export const optimiseInput = z.strictObject({
  /** Of a plan. */
  confirm: z.string().min(1).max(100),
  /** How long a statement waits for a lock before it is tried again. */
  lockMs: z.int().min(100).max(600_000).optional(),
});
export type Optimise = z.output<typeof optimiseInput>;

/** Makes the indexes that were planned, while the tables are in use. */
export const optimiseJob = defineJob({
  name: 'infra.optimise',
  input: optimiseInput,
  // What it was confirmed for is not there any more once a part of it is done.
  whenLost: 'fail',
  run: (
    system: Scoped<InfraGraph>,
    { input: { confirm, lockMs }, signal, progress }: JobRun<Optimise>,
  ): Promise<readonly IndexOutcome[]> =>
    applyIndexes(system, { confirm, signal, progress, ...(lockMs !== undefined && { lockMs }) }),
});
