import { defineRollup } from '../../define-rollup.ts';
import { SystemMetrics } from '../series/system-metrics.ts';

export const HourlySystem = defineRollup({
  name: 'hourly_system',
  of: SystemMetrics,
  bucket: 'hour',
  by: ['service', 'cluster', 'region', 'environment'],
  measures: ['cpu', 'memory', 'responseMs', 'errorRate', 'requests'],
});
