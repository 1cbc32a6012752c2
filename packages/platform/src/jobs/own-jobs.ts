import type { GraphStore } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import { z } from 'zod';
import { defineJob, type Job } from '../job.ts';

const HOUR_MS = 3_600_000;

/** What every platform must do from time to time. */
export const ownJobs = <G extends Graph>(
  store: Pick<GraphStore<G>, 'sweepIdempotency' | 'journal'>,
): readonly Job<G>[] => [
  defineJob({
    name: 'platform.sweep-idempotency',
    input: z.strictObject({}),
    every: { ms: HOUR_MS },
    run: async () => ({ swept: await store.sweepIdempotency() }),
  }),
  defineJob({
    name: 'platform.trim-journal',
    input: z.strictObject({}),
    every: { ms: HOUR_MS },
    run: async () => ({ trimmed: await store.journal.trim() }),
  }),
  defineJob({
    name: 'platform.trim-audit',
    input: z.strictObject({}),
    every: { ms: 24 * HOUR_MS },
    run: async ({ audit, now, config }) => ({
      trimmed: await audit.trim(new Date(now().getTime() - config.privacy.auditMs)),
    }),
  }),
];
