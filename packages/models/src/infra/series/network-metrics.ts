import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { amount, count, maybeName, maybeWord, name, percent } from './fields.ts';

/** How one service was answered by another. */
export const NetworkMetrics = defineSeries({
  name: 'network_metrics',
  schema: z.strictObject({
    time: z.date(),
    source: name,
    target: name,
    sourceCluster: maybeName,
    targetCluster: maybeName,
    connectionType: maybeWord,
    region: maybeWord,
    latencyAvg: amount,
    latencyP50: amount,
    latencyP95: amount,
    latencyP99: amount,
    requests: count,
    bytes: amount,
    errors: count,
    timeouts: count,
    poolUse: percent,
    retransmissions: count,
    packetLoss: percent,
  }),
  key: ['source', 'target'],
  chunk: 'hour',
  keepDays: 90,
  indexes: [
    {
      name: 'idx_network_metrics_latency',
      columns: ['source', 'target', 'time DESC'],
      include: ['latency_avg', 'latency_p95', 'requests', 'errors', 'timeouts'],
    },
  ],
});
