import { Application, anyOf, Database, EKSCluster, Service } from '@graphkeep/models/infra';
import { savings } from '../../queries/savings.ts';
import { assertFresh } from '../assert-fresh.ts';
import { tableOf } from '../figures.ts';
import { graphSection } from '../section.ts';

/** What the estate is made of, and what could cost less. */
export const estateSection = graphSection({
  part: 'estate',
  label: 'Estate',
  sources: anyOf('Service', 'EKSCluster', 'RDSInstance', 'EC2Instance', 'Application'),
  read: async ({ platform }) => {
    const [services, clusters, databases, applications, candidates] = await Promise.all([
      platform.repo(Service).count(),
      platform.repo(EKSCluster).count(),
      platform.repo(Database).count(),
      platform.repo(Application).count(),
      savings(platform),
    ]);
    assertFresh(candidates.degraded);
    return { services, clusters, databases, applications, candidates };
  },
  facts: [
    {
      name: 'estate.services',
      label: 'Services',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ services }) => services,
    },
    {
      name: 'estate.clusters',
      label: 'Clusters',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ clusters }) => clusters,
    },
    {
      name: 'estate.databases',
      label: 'Databases',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ databases }) => databases,
    },
    {
      name: 'estate.applications',
      label: 'Applications',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ applications }) => applications,
    },
    {
      name: 'estate.savable',
      label: 'Could be saved a month',
      unit: 'money',
      kind: 'state',
      level: 'ceo',
      of: ({ candidates }) => candidates.total,
    },
    {
      name: 'estate.savableShare',
      label: 'Share of the cost of clusters and databases that could be saved',
      unit: 'share',
      kind: 'state',
      level: 'cio',
      of: ({ candidates }) => candidates.share,
    },
  ],
  tables: ({ candidates }) => [
    tableOf(
      { name: 'estate.savings', label: 'What could cost less', level: 'director' },
      candidates.items.slice(0, LISTED),
      [
        ['kind', 'How', 'text', ({ kind }) => kind],
        ['resource', 'Resource', 'text', ({ key }) => key],
        ['saving', 'Saves a month', 'money', ({ saving }) => saving],
        ['confidence', 'Confidence', 'text', ({ confidence }) => confidence],
        ['reason', 'Why', 'text', ({ reason }) => reason],
      ],
    ),
  ],
});

const LISTED = 50;
