import { z } from 'zod';
import { defineSeries } from '../../define-series.ts';
import { amount, count, longText, maybeWord, money, name, severity, word } from './fields.ts';

/** What went wrong, for how long, and what it cost. */
export const IncidentMetrics = defineSeries({
  name: 'incident_metrics',
  schema: z.strictObject({
    time: z.date(),
    incidentId: name,
    incidentType: word,
    severity: severity,
    status: z.enum(['open', 'acknowledged', 'resolved']).default('open'),
    services: z.array(name).max(100).default([]),
    region: maybeWord,
    usersAffected: count,
    revenueImpact: money,
    durationMinutes: amount,
    detectionMinutes: amount,
    acknowledgementMinutes: amount,
    resolutionMinutes: amount,
    rootCause: longText,
    preventable: z.boolean().optional(),
  }),
  key: ['incidentId'],
  chunk: 'day',
  indexes: [
    {
      name: 'idx_incident_metrics_resolution',
      columns: ['resolution_minutes DESC', 'time DESC'],
      where: 'resolution_minutes IS NOT NULL',
    },
  ],
});
