import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { amount, longText, maybeName, name, percent, severity, word } from './fields.ts';

/** How far the estate keeps a rule. */
export const ComplianceMetrics = defineSeries({
  name: 'compliance_metrics',
  schema: z.strictObject({
    time: z.date(),
    framework: word,
    control: word,
    resource: name,
    status: z.enum(['compliant', 'non_compliant', 'partial', 'not_applicable']),
    score: percent,
    assessor: maybeName,
    evidence: longText,
    risk: severity.optional(),
    effortHours: amount,
  }),
  key: ['framework', 'control', 'resource'],
  chunk: 'day',
});
