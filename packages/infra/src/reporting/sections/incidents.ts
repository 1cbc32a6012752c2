import { IncidentMetrics, ofSeries } from '@graphkeep/models/infra';
import { incidentSummary } from '../../series/incident-summary.ts';
import { tableOf } from '../figures.ts';
import { measuredSection } from '../section.ts';
import { until } from './until.ts';

/** What went wrong, and what of that was open at the end. */
export const incidentsSection = measuredSection({
  part: 'incidents',
  label: 'Incidents',
  sources: ofSeries('incident_metrics'),
  series: IncidentMetrics,
  rows: 'events',
  read: async (measured, range) => {
    const inRange = await incidentSummary(measured, range);
    const { open } = await incidentSummary(measured, until(range));
    return { ...inRange, open };
  },
  facts: [
    {
      name: 'incidents.count',
      label: 'Incidents',
      unit: 'count',
      kind: 'sum',
      level: 'ceo',
      of: ({ incidents }) => incidents,
    },
    {
      name: 'incidents.open',
      label: 'Incidents open',
      unit: 'count',
      kind: 'state',
      level: 'ceo',
      of: ({ open }) => open,
    },
    {
      name: 'incidents.revenueImpact',
      label: 'Revenue lost',
      unit: 'money',
      kind: 'sum',
      level: 'ceo',
      of: ({ revenueImpact }) => revenueImpact,
    },
    {
      name: 'incidents.usersAffected',
      label: 'Users affected',
      unit: 'count',
      kind: 'sum',
      level: 'cio',
      of: ({ usersAffected }) => usersAffected,
    },
    {
      name: 'incidents.toDetect',
      label: 'Time to detect',
      unit: 'minutes',
      kind: 'mean',
      level: 'cio',
      of: ({ toDetect }) => toDetect,
    },
    {
      name: 'incidents.toAcknowledge',
      label: 'Time to acknowledge',
      unit: 'minutes',
      kind: 'mean',
      level: 'director',
      of: ({ toAcknowledge }) => toAcknowledge,
    },
    {
      name: 'incidents.toResolve',
      label: 'Time to resolve',
      unit: 'minutes',
      kind: 'mean',
      level: 'cio',
      of: ({ toResolve }) => toResolve,
    },
    {
      name: 'incidents.preventableShare',
      label: 'Preventable',
      unit: 'share',
      kind: 'mean',
      level: 'cio',
      of: ({ preventableShare }) => preventableShare,
    },
  ],
  tables: ({ byTypeAndSeverity, rootCauses, byWeek }) => [
    tableOf({ name: 'incidents.byType', label: 'Incidents by type', level: 'director' }, byTypeAndSeverity, [
      ['type', 'Type', 'text', ({ type }) => type],
      ['severity', 'Severity', 'text', ({ severity }) => severity],
      ['incidents', 'Incidents', 'count', ({ incidents }) => incidents],
      ['toResolve', 'Time to resolve', 'minutes', ({ toResolve }) => toResolve],
    ]),
    tableOf({ name: 'incidents.rootCauses', label: 'Root causes', level: 'director' }, rootCauses, [
      ['rootCause', 'Root cause', 'text', ({ rootCause }) => rootCause],
      ['incidents', 'Incidents', 'count', ({ incidents }) => incidents],
    ]),
    tableOf({ name: 'incidents.byWeek', label: 'Incidents by week', level: 'team' }, byWeek, [
      ['week', 'Week', 'date', ({ week }) => week],
      ['incidents', 'Incidents', 'count', ({ incidents }) => incidents],
      ['toDetect', 'Time to detect', 'minutes', ({ toDetect }) => toDetect],
      ['toResolve', 'Time to resolve', 'minutes', ({ toResolve }) => toResolve],
    ]),
  ],
});
