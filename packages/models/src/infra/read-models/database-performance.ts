import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { ofSeries } from './tags.ts';

const databaseLoad = z.strictObject({
  identifier: z.string(),
  engine: z.string().nullable(),
  avgCpu: figure,
  maxCpu: figure,
  avgConnections: figure,
  maxConnections: figure,
  avgReadLatencyMs: figure,
  maxReadLatencyMs: figure,
  avgWriteLatencyMs: figure,
  iops: figure,
  freeStorage: figure,
  cacheHitRatio: figure,
  slowQueries: figure,
  deadlocks: figure,
  lockWaits: figure,
  /** By its averages; `unknown` where neither processor nor reads were measured. */
  status: z.enum(['ok', 'warning', 'critical', 'unknown']),
});
export type DatabaseLoad = z.output<typeof databaseLoad>;

/** Which databases have too much to do. */
export const DatabasePerformance = defineReadModel({
  name: 'DatabasePerformance',
  schema: z.strictObject({
    range,
    critical: z.int(),
    warning: z.int(),
    /** The worst first. */
    databases: list(databaseLoad),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'live', tags: () => ofSeries('database_metrics') },
});
export interface DatabasePerformance extends ReadModelOf<typeof DatabasePerformance> {}
