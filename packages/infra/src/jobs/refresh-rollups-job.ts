import type { InfraGraph } from '@graphkeep/models/infra';
import { defineJob } from '@graphkeep/platform';
import { z } from 'zod';
import { measurementsOf } from '../measurements/measurements.ts';

const input = z.strictObject({});
type Report = { readonly rollups: readonly { readonly rollup: string; readonly buckets: number }[] };

const MINUTE_MS = 60_000;

/** Sums up what came since the last time, however late it came. Roll-ups that another process is at are left to it. */
export const refreshRollupsJob = defineJob<InfraGraph, typeof input, Report>({
  name: 'infra.refresh-rollups',
  input,
  every: { ms: MINUTE_MS },
  run: async (system, { signal }) => {
    const measurements = measurementsOf(system);
    if (!(await measurements.inUse())) return { rollups: [] };
    return { rollups: await measurements.refresh(signal) };
  },
});
