import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { amount, count, maybeWord, name, percent } from './fields.ts';

/** What a database used and did. */
export const DatabaseMetrics = defineSeries({
  name: 'database_metrics',
  schema: z.strictObject({
    time: z.date(),
    identifier: name,
    engine: maybeWord,
    instanceClass: maybeWord,
    region: maybeWord,
    cpu: percent,
    connections: count,
    readIops: amount,
    writeIops: amount,
    readLatencyMs: amount,
    writeLatencyMs: amount,
    readThroughput: amount,
    writeThroughput: amount,
    freeStorage: amount,
    freeMemory: amount,
    swap: amount,
    slowQueries: count,
    deadlocks: count,
    lockWaits: count,
    cacheHitRatio: percent,
  }),
  key: ['identifier'],
  chunk: 'hour',
  keepDays: 90,
  indexes: [
    {
      name: 'idx_database_metrics_performance',
      columns: ['time DESC', 'identifier'],
      where: 'cpu > 60 OR read_latency_ms > 50',
    },
  ],
});
