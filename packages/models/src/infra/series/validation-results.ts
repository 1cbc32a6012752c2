import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { longText, name, word } from './fields.ts';

/** What a check of the installation found. */
export const ValidationResults = defineSeries({
  name: 'validation_results',
  schema: z.strictObject({
    time: z.date(),
    runId: name,
    checkName: name,
    category: word,
    result: z.enum(['passed', 'warning', 'failed', 'error']),
    severity: z.enum(['critical', 'high', 'medium', 'low']),
    score: z.number().min(0).max(1),
    durationMs: z.number().min(0),
    details: longText,
    recommendation: longText,
  }),
  key: ['runId', 'checkName'],
  chunk: 'day',
});
