import { type DatabaseLoad, DatabaseMetrics, ofSeries } from '@graphkeep/models/infra';
import { databasePerformance } from '../../series/database-performance.ts';
import { tableOf } from '../figures.ts';
import { measuredSection } from '../section.ts';
import { lastDay } from './last-day.ts';

/** Which databases had too much to do, on the last day. */
export const databasesSection = measuredSection({
  part: 'databases',
  label: 'Databases',
  sources: ofSeries('database_metrics'),
  series: DatabaseMetrics,
  rows: 'steady',
  window: lastDay,
  read: (measured, range) => databasePerformance(measured, range),
  facts: [
    {
      name: 'databases.critical',
      label: 'Critical databases',
      unit: 'count',
      kind: 'state',
      level: 'ceo',
      of: ({ databases, critical }) => (databases.length === 0 ? null : critical),
    },
    {
      name: 'databases.warning',
      label: 'Databases near their limits',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ databases, warning }) => (databases.length === 0 ? null : warning),
    },
  ],
  tables: ({ databases }) => [
    databasesTable(
      'databases.hot',
      'Databases with too much to do',
      'director',
      databases.filter(({ status }) => status === 'critical' || status === 'warning'),
    ),
    databasesTable('databases.all', 'All databases', 'team', databases),
  ],
});

const databasesTable = (
  name: string,
  label: string,
  level: 'director' | 'team',
  databases: readonly DatabaseLoad[],
) =>
  tableOf({ name, label, level }, databases, [
    ['database', 'Database', 'text', ({ identifier }) => identifier],
    ['engine', 'Engine', 'text', ({ engine }) => engine],
    ['status', 'Status', 'text', ({ status }) => status],
    ['cpu', 'Processor', 'percent', ({ avgCpu }) => avgCpu],
    ['readMs', 'Reads', 'ms', ({ avgReadLatencyMs }) => avgReadLatencyMs],
    ['connections', 'Connections', 'count', ({ avgConnections }) => avgConnections],
  ]);
