import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { longText, maybeName, maybeWord, money, name, percent, word } from './fields.ts';

/** What a resource cost, and what of it was wasted. */
export const CostMetrics = defineSeries({
  name: 'cost_metrics',
  schema: z.strictObject({
    time: z.date(),
    resourceId: name,
    resourceType: word,
    resourceName: maybeName,
    region: maybeWord,
    environment: maybeWord,
    costCenter: maybeWord,
    hourlyCost: money,
    dailyCost: money,
    monthlyCost: money,
    usage: percent,
    waste: money,
    potential: money,
    recommendation: longText,
  }),
  key: ['resourceId'],
  chunk: 'day',
  keepDays: 730,
  indexes: [
    {
      name: 'idx_cost_metrics_optimization',
      columns: ['time DESC', 'waste DESC'],
      include: ['resource_id'],
      where: 'waste > 0',
    },
  ],
});
