import { anyOf } from '@graphkeep/models/infra';
import { databaseConnections } from '../../queries/database-connections.ts';
import { assertFresh } from '../assert-fresh.ts';
import { tableOf } from '../figures.ts';
import { graphSection, type Section } from '../section.ts';

/** Databases, what they cost, and how many services use them. */
export const connectionsSection = (limit: number): Section =>
  graphSection({
    part: 'connections',
    label: 'Databases in the graph',
    sources: anyOf('RDSInstance', 'EC2Instance', 'Service'),
    of: [String(limit)],
    read: async ({ platform }) => {
      const { items, degraded } = await databaseConnections(platform, { limit });
      assertFresh(degraded);
      return items;
    },
    facts: [],
    tables: (databases) => [
      tableOf({ name: 'connections.all', label: 'Databases in the graph', level: 'team' }, databases, [
        ['database', 'Database', 'text', ({ key }) => key],
        ['engine', 'Engine', 'text', ({ engine }) => engine],
        ['cost', 'Cost a month', 'money', ({ costMonthly }) => costMonthly],
        ['services', 'Services that use it', 'count', ({ connections }) => connections.length],
      ]),
    ],
  });
