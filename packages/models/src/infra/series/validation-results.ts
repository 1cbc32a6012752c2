import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { count, longText, name, word } from './fields.ts';

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
    /** How many things it looked at, where that was not all of them, and how many there were. */
    looked: count,
    lookedOf: count,
  }),
  later: ['looked', 'lookedOf'],
  key: ['runId', 'checkName'],
  chunk: 'day',
});
