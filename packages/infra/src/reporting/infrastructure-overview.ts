import type { ReportCell, ReportSection, ReportTable } from '@graphkeep/models/infra';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { tableOf } from './figures.ts';
import { groundOf, reportOf } from './make-report.ts';
import { dashboardPeriods } from './periods.ts';
import { type ReadOptions, readSection } from './read-sections.ts';
import { levelFields, type Report } from './report.ts';
import { clustersSection } from './sections/clusters.ts';
import { connectionsSection } from './sections/connections.ts';
import { criticalSection } from './sections/critical.ts';
import { databasesSection } from './sections/databases.ts';
import { estateSection } from './sections/estate.ts';
import { networkSection } from './sections/network.ts';
import { servicesSection } from './sections/services.ts';
import { topologySection } from './sections/topology.ts';

const { level } = levelFields;

export const infrastructureOverviewInput = z.strictObject({
  level,
  period: z.enum(dashboardPeriods).default('7d'),
  /** Services, clusters and databases that are shown one by one. */
  limit: z.int().min(1).max(200).default(50),
});
export type InfrastructureOverviewInput = z.input<typeof infrastructureOverviewInput>;

/** What the estate is made of, joined with what was measured of it: the worst services first. */
export const infrastructureOverview = async (
  platform: EstateGraph,
  given: InfrastructureOverviewInput = {},
  options?: ReadOptions,
): Promise<Report> => {
  const { limit, ...asked } = infrastructureOverviewInput.parse(given);
  const ground = await groundOf(platform, asked);
  const [estate, critical, services, databases, network, clusters, connections] = await Promise.all(
    [
      estateSection,
      criticalSection,
      servicesSection,
      databasesSection,
      networkSection,
      clustersSection(limit),
      connectionsSection(limit),
    ].map((section) => readSection(section, ground, options)),
  );
  const measured = rowsOf(services?.section, 'services.all');
  const worst = measured
    .slice(0, limit)
    .flatMap(({ service }) => (typeof service === 'string' ? [service] : []));
  const topology = await readSection(topologySection(worst, limit), ground, options);
  const all = [estate, critical, services, databases, network, clusters, connections, topology].flatMap(
    (one) => one ?? [],
  );
  const joined = joinedTables({
    places: rowsOf(topology.section, 'topology.services'),
    measured,
    placed: rowsOf(clusters?.section, 'clusters.services'),
    connections: rowsOf(connections?.section, 'connections.all'),
    loads: rowsOf(databases?.section, 'databases.all'),
    limit,
  });
  const known = [estate, critical, services, databases, network].flatMap((one) => (one ? [one.section] : []));
  return reportOf('infrastructureOverview', asked, ground, {
    sections: [
      ...known,
      {
        ...topology.section,
        part: 'overview',
        label: 'Topology and measurements',
        figures: [],
        tables: joined,
      },
    ],
    degraded: all.flatMap(({ degraded }) => degraded),
  });
};

type Row = Readonly<Record<string, ReportCell>>;

const rowsOf = (section: ReportSection | undefined, table: string): readonly Row[] =>
  section?.tables.find(({ name }) => name === table)?.rows ?? [];

interface Joined {
  readonly places: readonly Row[];
  readonly measured: readonly Row[];
  readonly placed: readonly Row[];
  readonly connections: readonly Row[];
  readonly loads: readonly Row[];
  readonly limit: number;
}

/** Where one side is away, the other is there alone. */
const joinedTables = ({
  places,
  measured,
  placed,
  connections,
  loads,
  limit,
}: Joined): readonly ReportTable[] => {
  const byService = new Map(measured.map((row) => [row['service'], row]));
  const statusOf = (service: ReportCell | undefined): ReportCell =>
    byService.get(service ?? null)?.['status'] ?? null;
  const clusters = Map.groupBy(placed, ({ cluster }) => cluster);
  return [
    tableOf(
      { name: 'overview.services', label: 'Services', level: 'director' },
      outerJoin(measured.slice(0, limit), places, 'service'),
      [
        ['service', 'Service', 'text', ({ service }) => service],
        ['name', 'Name', 'text', ({ name }) => name],
        ['team', 'Team', 'text', ({ team }) => team],
        ['clusters', 'Clusters', 'text', ({ clusters: on }) => on],
        ['dependents', 'Dependents', 'count', ({ dependents }) => dependents],
        ['status', 'Status', 'text', ({ status }) => status],
        ['errorRate', 'Errors', 'percent', ({ errorRate }) => errorRate],
        ['responseMs', 'Response', 'ms', ({ responseMs }) => responseMs],
      ],
    ),
    tableOf(
      { name: 'overview.clusters', label: 'Clusters', level: 'cio' },
      [...clusters].map(([cluster, rows]) => {
        const running = rows.flatMap(({ service }) => service ?? []);
        const known = running.map(statusOf).filter((status) => status !== null);
        return {
          cluster,
          region: rows[0]?.['region'],
          cost: rows[0]?.['cost'],
          services: running.length,
          measured: measured.length === 0 ? null : known.length,
          unhealthy: known.length === 0 ? null : known.filter((status) => status === 'unhealthy').length,
        };
      }),
      [
        ['cluster', 'Cluster', 'text', ({ cluster }) => cluster],
        ['region', 'Region', 'text', ({ region }) => region],
        ['cost', 'Cost a month', 'money', ({ cost }) => cost],
        ['services', 'Services', 'count', ({ services }) => services],
        ['measured', 'Measured', 'count', ({ measured: of }) => of],
        ['unhealthy', 'Unhealthy', 'count', ({ unhealthy }) => unhealthy],
      ],
    ),
    tableOf(
      { name: 'overview.databases', label: 'Databases', level: 'director' },
      outerJoin(loads.slice(0, limit), connections, 'database'),
      [
        ['database', 'Database', 'text', ({ database }) => database],
        ['engine', 'Engine', 'text', ({ engine }) => engine],
        ['cost', 'Cost a month', 'money', ({ cost }) => cost],
        ['services', 'Services that use it', 'count', ({ services }) => services],
        ['status', 'Status', 'text', ({ status }) => status],
        ['cpu', 'Processor', 'percent', ({ cpu }) => cpu],
        ['readMs', 'Reads', 'ms', ({ readMs }) => readMs],
      ],
    ),
  ];
};

/** The rows of both by a column that they share; those of the first come first. */
const outerJoin = (first: readonly Row[], second: readonly Row[], column: string): readonly Row[] => {
  const others = new Map(second.map((row) => [row[column], row]));
  const joined = first.map((row) => ({ ...others.get(row[column] ?? null), ...row }));
  const seen = new Set(first.map((row) => row[column]));
  return [...joined, ...second.filter((row) => !seen.has(row[column] ?? null))];
};
