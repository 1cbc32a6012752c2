import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { amount, count, maybeName, maybeWord, name, percent } from './fields.ts';

/** What a service used and did. */
export const SystemMetrics = defineSeries({
  name: 'system_metrics',
  schema: z.strictObject({
    time: z.date(),
    service: name,
    cluster: maybeName,
    region: maybeWord,
    environment: maybeWord,
    cpu: percent,
    memory: percent,
    disk: percent,
    networkIn: amount,
    networkOut: amount,
    requests: count,
    responseMs: amount,
    errorRate: percent,
    rps: amount,
    connections: count,
    pods: count,
    replicas: count,
    pending: count,
    failed: count,
  }),
  key: ['service'],
  chunk: 'hour',
  keepDays: 90,
  indexes: [
    {
      name: 'idx_system_metrics_time_service',
      columns: ['service', 'time DESC'],
      include: ['cpu', 'memory', 'response_ms', 'error_rate', 'requests'],
    },
    {
      name: 'idx_system_metrics_health_status',
      columns: ['time DESC', 'service'],
      where: 'error_rate > 1 OR response_ms > 1000',
    },
  ],
});
