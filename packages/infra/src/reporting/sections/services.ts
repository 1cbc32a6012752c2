import { HourlySystem, ofSeries, type ServiceSummary, SystemMetrics } from '@graphkeep/models/infra';
import { sumOf } from '../../series/cost-analysis.ts';
import { systemSummary } from '../../series/system-summary.ts';
import { tableOf } from '../figures.ts';
import { measuredSection } from '../section.ts';

const MOST = 200;

/** How services have been doing. */
export const servicesSection = measuredSection({
  part: 'services',
  label: 'Services',
  sources: ofSeries('system_metrics'),
  knowsTeams: 'by services',
  series: SystemMetrics,
  sums: HourlySystem,
  rows: 'steady',
  read: (measured, range, { teamServices }) =>
    systemSummary(measured, { ...range, limit: MOST, ...(teamServices && { services: [...teamServices] }) }),
  facts: [
    {
      name: 'services.healthyShare',
      label: 'Healthy services',
      unit: 'share',
      kind: 'state',
      level: 'ceo',
      of: ({ healthyShare }) => healthyShare,
    },
    {
      name: 'services.unhealthy',
      label: 'Unhealthy services',
      unit: 'count',
      kind: 'state',
      level: 'ceo',
      of: ({ total, unhealthy }) => (total === 0 ? null : unhealthy),
    },
    {
      name: 'services.degraded',
      label: 'Degraded services',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ total, degradedServices }) => (total === 0 ? null : degradedServices),
    },
    {
      name: 'services.measured',
      label: 'Services measured',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ total }) => total || null,
    },
    {
      name: 'services.requests',
      label: 'Requests',
      unit: 'count',
      kind: 'sum',
      level: 'director',
      // Of a part of the services alone it would be no sum.
      of: ({ total, services }) =>
        services.length < total ? null : sumOf(services.map(({ requests }) => requests)),
    },
  ],
  tables: ({ services }) => [
    servicesTable(
      'services.troubled',
      'Services in trouble',
      'director',
      services.filter(({ status }) => status === 'unhealthy' || status === 'degraded'),
    ),
    servicesTable('services.all', 'All services', 'team', services),
  ],
});

const servicesTable = (
  name: string,
  label: string,
  level: 'director' | 'team',
  services: readonly ServiceSummary[],
) =>
  tableOf({ name, label, level }, services, [
    ['service', 'Service', 'text', ({ service }) => service],
    ['status', 'Status', 'text', ({ status }) => status],
    ['errorRate', 'Errors', 'percent', ({ errorRate }) => errorRate],
    ['responseMs', 'Response', 'ms', ({ avgResponseMs }) => avgResponseMs],
    ['cpu', 'Processor', 'percent', ({ avgCpu }) => avgCpu],
    ['memory', 'Memory', 'percent', ({ avgMemory }) => avgMemory],
    ['requests', 'Requests', 'count', ({ requests }) => requests],
  ]);
