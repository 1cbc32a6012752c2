import { type InfraGraph, ofSeries } from '@graphkeep/models/infra';
import { defineJob } from '@graphkeep/platform';
import { z } from 'zod';
import { measurementsOf } from '../measurements/measurements.ts';

const input = z.strictObject({});
type Report = {
  readonly dropped: readonly {
    readonly series: string;
    readonly dropped: number;
    readonly unit: 'chunks' | 'rows';
  }[];
};

/** Drops the measurements that are older than is to be kept. */
export const retainMeasurementsJob = defineJob<InfraGraph, typeof input, Report>({
  name: 'infra.retention',
  input,
  every: { cron: '30 2 * * *' },
  run: async (system, { signal }) => {
    const measurements = measurementsOf(system);
    if (!(await measurements.inUse())) return { dropped: [] };
    const dropped = await measurements.series.retain({ signal });
    const series = dropped.filter((one) => one.dropped > 0).map((one) => one.series);
    if (series.length > 0) await system.endTags(ofSeries(...series));
    return { dropped };
  },
});
