import { ofSeries, SecurityEvents } from '@graphkeep/models/infra';
import { securitySummary } from '../../series/security-summary.ts';
import { tableOf } from '../figures.ts';
import { measuredSection } from '../section.ts';
import { until } from './until.ts';

/** What threatened the estate, and what of that was open at the end. */
export const securitySection = measuredSection({
  part: 'security',
  label: 'Security',
  sources: ofSeries('security_events'),
  series: SecurityEvents,
  rows: 'events',
  read: async (measured, range) => {
    const inRange = await securitySummary(measured, range);
    const all = await securitySummary(measured, until(range));
    const critical = await securitySummary(measured, { ...until(range), severity: 'critical', limit: 1 });
    return {
      ...inRange,
      open: all.open,
      openEvents: openOf(all.byStatus),
      openCritical: openOf(critical.byStatus),
    };
  },
  facts: [
    {
      name: 'security.openCritical',
      label: 'Critical threats open',
      unit: 'count',
      kind: 'state',
      level: 'ceo',
      of: ({ openCritical }) => openCritical,
    },
    {
      name: 'security.resolutionRate',
      label: 'Threats resolved',
      unit: 'share',
      kind: 'mean',
      level: 'ceo',
      of: ({ resolutionRate }) => resolutionRate,
    },
    {
      name: 'security.open',
      label: 'Threats open',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ openEvents }) => openEvents,
    },
    {
      name: 'security.events',
      label: 'Threats told of',
      unit: 'count',
      kind: 'sum',
      level: 'cio',
      of: ({ total }) => total,
    },
    {
      name: 'security.hoursToResolve',
      label: 'Time to resolve',
      unit: 'hours',
      kind: 'mean',
      level: 'cio',
      of: ({ meanHoursToResolve }) => meanHoursToResolve,
    },
  ],
  tables: ({ bySeverity, mostAffected, open }) => [
    tableOf({ name: 'security.bySeverity', label: 'Threats by severity', level: 'cio' }, bySeverity, [
      ['severity', 'Severity', 'text', ({ name }) => name],
      ['events', 'Threats', 'count', ({ events }) => events],
    ]),
    tableOf({ name: 'security.affected', label: 'Most affected', level: 'director' }, mostAffected, [
      ['resource', 'Resource', 'text', ({ resource }) => resource],
      ['events', 'Threats', 'count', ({ events }) => events],
      ['critical', 'Critical', 'count', ({ critical }) => critical],
    ]),
    tableOf({ name: 'security.vulnerabilities', label: 'Open threats', level: 'team' }, open, [
      ['event', 'Event', 'text', ({ eventId }) => eventId],
      ['type', 'Type', 'text', ({ type }) => type],
      ['severity', 'Severity', 'text', ({ severity }) => severity],
      ['resource', 'Resource', 'text', ({ resource }) => resource],
      ['cvss', 'Score', 'count', ({ cvss }) => cvss],
      ['since', 'Since', 'date', ({ since }) => since],
    ]),
  ],
});

const openOf = (byStatus: readonly { readonly name: string; readonly events: number }[]): number =>
  byStatus
    .filter(({ name }) => name === 'open' || name === 'investigating')
    .reduce((sum, { events }) => sum + events, 0);
