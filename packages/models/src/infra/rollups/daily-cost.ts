import { defineRollup } from '../../define-rollup.ts';
import { CostMetrics } from '../series/cost-metrics.ts';

export const DailyCost = defineRollup({
  name: 'daily_cost',
  of: CostMetrics,
  bucket: 'day',
  by: ['resourceId', 'resourceType', 'resourceName', 'region', 'environment', 'costCenter'],
  measures: ['dailyCost', 'monthlyCost', 'waste', 'potential', 'usage'],
});
