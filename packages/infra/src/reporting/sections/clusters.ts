import { anyOf } from '@graphkeep/models/infra';
import { clusters } from '../../queries/clusters.ts';
import { assertFresh } from '../assert-fresh.ts';
import { tableOf } from '../figures.ts';
import { graphSection, type Section } from '../section.ts';

interface Placed {
  readonly name: string;
  readonly region: string;
  readonly costMonthly?: number | undefined;
  /** Null where nothing runs on the cluster. */
  readonly service: string | null;
}

/** The clusters that cost the most, with each service that runs on them. */
export const clustersSection = (limit: number): Section =>
  graphSection({
    part: 'clusters',
    label: 'Clusters',
    sources: anyOf('EKSCluster', 'Service'),
    of: [String(limit)],
    read: async ({ platform }) => {
      const { items, degraded } = await clusters(platform, { limit });
      assertFresh(degraded);
      return items.flatMap(({ services, ...cluster }): readonly Placed[] =>
        services.length === 0
          ? [{ ...cluster, service: null }]
          : services.map(({ serviceId }) => ({ ...cluster, service: serviceId })),
      );
    },
    facts: [],
    tables: (placed) => [
      tableOf({ name: 'clusters.services', label: 'Clusters and their services', level: 'team' }, placed, [
        ['cluster', 'Cluster', 'text', ({ name }) => name],
        ['region', 'Region', 'text', ({ region }) => region],
        ['cost', 'Cost a month', 'money', ({ costMonthly }) => costMonthly],
        ['service', 'Service', 'text', ({ service }) => service],
      ]),
    ],
  });
