import { defineRollup } from '../../define-rollup.ts';
import { BusinessValueMetrics } from '../series/business-value-metrics.ts';

export const WeeklyValue = defineRollup({
  name: 'weekly_value',
  of: BusinessValueMetrics,
  bucket: 'week',
  by: ['initiative', 'metricType', 'category', 'team'],
  measures: ['savings', 'hoursSaved', 'efficiency'],
});
