import { anyOf, Service } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../../estate-graph.ts';
import { tableOf } from '../figures.ts';
import { graphSection, type Section } from '../section.ts';

/** Where these services run, and who depends on them; of the first so many, where none are named. */
export const topologySection = (services: readonly string[], limit: number): Section =>
  graphSection({
    part: 'topology',
    label: 'Topology',
    sources: anyOf('Service', 'EKSCluster'),
    of: services,
    read: async ({ platform }) =>
      placesOf(platform, services.length > 0 ? services : await firstServices(platform, limit)),
    facts: [],
    tables: (places) => [
      tableOf({ name: 'topology.services', label: 'Services in the graph', level: 'team' }, places, [
        ['service', 'Service', 'text', ({ id }) => id],
        ['name', 'Name', 'text', ({ name }) => name],
        ['team', 'Team', 'text', ({ team }) => team],
        ['clusters', 'Clusters', 'text', ({ clusters }) => clusters.toSorted().join(', ') || null],
        ['dependents', 'Dependents', 'count', ({ dependents }) => dependents],
      ]),
    ],
  });

const place = z.object({
  id: z.string(),
  name: z.string(),
  team: z.string().optional(),
  clusters: z.array(z.string()),
  dependents: z.int(),
});

const placesOf = (platform: EstateGraph, ids: readonly string[]) =>
  platform.query(
    cypher`UNWIND ${ids} AS id MATCH (s:Service {serviceId: id})
      OPTIONAL MATCH (s)-[:DEPLOYED_ON]->(c:EKSCluster) WITH id, s, collect(c.name) AS clusters
      OPTIONAL MATCH (s)<-[in:DEPENDS_ON]-() RETURN id, s.name AS name, s.team AS team, clusters, count(in) AS dependents`,
    { rows: place, operation: 'infra.reports.topology' },
  );

const firstServices = async (platform: EstateGraph, limit: number): Promise<readonly string[]> => {
  const { items } = await platform.repo(Service).find({ orderBy: { serviceId: 'asc' }, limit });
  return items.map(({ serviceId }) => serviceId);
};
