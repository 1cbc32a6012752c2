import { anyOf } from '@graphkeep/models/infra';
import { MOST_FINDINGS } from '../../adjacency/findings-in.ts';
import { criticalPaths } from '../../queries/critical-paths.ts';
import { assertFresh } from '../assert-fresh.ts';
import { tableOf } from '../figures.ts';
import { graphSection } from '../section.ts';

const LISTED = 50;

/** What hangs on single points of the estate. It is not told before who depends on whom has been read. */
export const criticalSection = graphSection({
  part: 'critical',
  label: 'Critical paths',
  sources: anyOf('Service', 'EKSCluster', 'RDSInstance', 'EC2Instance'),
  isLive: true,
  read: async ({ platform }) => {
    const { degraded, ...critical } = await criticalPaths(platform, { limit: MOST_FINDINGS });
    assertFresh(degraded);
    return critical;
  },
  facts: [
    {
      name: 'critical.singlePoints',
      label: 'Single points of failure',
      unit: 'count',
      kind: 'state',
      level: 'ceo',
      of: ({ singlePoints }) => countOf(singlePoints),
    },
    {
      name: 'critical.cycles',
      label: 'Cycles of dependencies',
      unit: 'count',
      kind: 'state',
      level: 'director',
      of: ({ cycles }) => countOf(cycles),
    },
  ],
  tables: ({ singlePoints, databaseBottlenecks, clusterConcentration }) => [
    tableOf(
      { name: 'critical.points', label: 'Single points of failure', level: 'director' },
      (singlePoints ?? []).slice(0, LISTED),
      [
        ['service', 'Service', 'text', ({ serviceId }) => serviceId],
        ['dependents', 'Dependents', 'count', ({ dependents }) => dependents],
        ['joins', 'Alone joins parts', 'text', ({ articulation }) => (articulation ? 'yes' : 'no')],
      ],
    ),
    tableOf(
      { name: 'critical.places', label: 'Databases and clusters that many share', level: 'team' },
      [...(databaseBottlenecks ?? []), ...(clusterConcentration ?? [])].slice(0, LISTED),
      [
        ['place', 'Database or cluster', 'text', ({ key }) => key],
        ['services', 'Services', 'count', ({ services }) => services],
        ['severity', 'Severity', 'text', ({ severity }) => severity],
      ],
    ),
  ],
});

/** A list that was cut tells no count. */
const countOf = (found: readonly unknown[] | null): number | null =>
  found === null || found.length >= MOST_FINDINGS ? null : found.length;
