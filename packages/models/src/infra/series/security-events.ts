import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { longText, maybeName, maybeWord, name, severity, word } from './fields.ts';

/** What threatened the estate. */
export const SecurityEvents = defineSeries({
  name: 'security_events',
  schema: z.strictObject({
    time: z.date(),
    eventId: name,
    eventType: word,
    severity: severity,
    resource: maybeName,
    service: maybeName,
    cluster: maybeName,
    region: maybeWord,
    description: longText,
    source: maybeWord,
    status: z.enum(['open', 'investigating', 'resolved', 'false_positive']).default('open'),
    cvss: z.number().min(0).max(10).optional(),
    exploitability: z.number().min(0).max(10).optional(),
    impact: z.number().min(0).max(10).optional(),
    assignee: maybeName,
    resolvedAt: z.date().optional(),
  }),
  key: ['eventId'],
  chunk: 'day',
  keepDays: 365,
  indexes: [
    {
      name: 'idx_security_events_severity_time',
      columns: ['severity', 'time DESC'],
      where: "status IN ('open', 'investigating')",
    },
  ],
});
