import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { longText, maybeName, maybeWord, name, share, word } from './fields.ts';

/** What an initiative brought. */
export const BusinessValueMetrics = defineSeries({
  name: 'business_value_metrics',
  schema: z.strictObject({
    time: z.date(),
    metricType: word,
    category: word,
    service: maybeName,
    team: maybeName,
    savings: z.number().optional(),
    hoursSaved: z.number().optional(),
    efficiency: z.number().optional(),
    riskScore: z.number().min(0).max(100).optional(),
    initiative: name,
    method: maybeWord,
    confidence: share,
    notes: longText,
  }),
  key: ['initiative', 'metricType', 'category'],
  chunk: 'day',
  indexes: [
    {
      name: 'idx_business_value_type_time',
      columns: ['metric_type', 'time DESC'],
      include: ['category', 'savings', 'hours_saved'],
    },
  ],
});
