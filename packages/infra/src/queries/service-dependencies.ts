import { type DependencyView, Service, ServiceDependencies } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { NEIGHBOURS, pageFields } from './page.ts';

export const serviceDependenciesInput = z.strictObject({
  ...pageFields,
  serviceId: z.string().optional(),
  environment: z.string().optional(),
  region: z.string().optional(),
  team: z.string().optional(),
});
export type ServiceDependenciesInput = z.input<typeof serviceDependenciesInput>;

/** Who depends on whom, and how much hangs on each. */
export const serviceDependencies = async (
  platform: EstateGraph,
  given: ServiceDependenciesInput = {},
): Promise<Answered<ServiceDependencies>> => {
  const input = serviceDependenciesInput.parse(given);
  return cachedAnswer(platform, ServiceDependencies, input, () => readDependencies(platform, input));
};

const readDependencies = async (
  platform: EstateGraph,
  { limit, after, ...filters }: z.output<typeof serviceDependenciesInput>,
): Promise<ServiceDependencies> => {
  const asOf = platform.now();
  const services = platform.repo(Service);
  const [page, total, edges] = await Promise.all([
    services.find({
      // Every key is one of these: by them the order is that of the index.
      where: {
        serviceId: { gte: '' },
        ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
      },
      orderBy: { serviceId: 'asc' },
      limit,
      ...(after !== undefined && { after }),
      include: {
        clusters: { limit: NEIGHBOURS },
        dependsOn: { limit: NEIGHBOURS },
        dependents: { limit: NEIGHBOURS },
        databases: { limit: NEIGHBOURS },
      },
    }),
    services.count(),
    platform.query(cypher`MATCH ()-[r:DEPENDS_ON]->() RETURN count(r) AS edges`, {
      rows: z.object({ edges: z.int() }),
      operation: 'infra.dependencies.count',
    }),
  ]);
  const counts = await countsOf(
    platform,
    page.items.map(({ serviceId }) => serviceId),
  );
  const dependencies = edges[0]?.edges ?? 0;
  return {
    items: page.items.map((service): DependencyView => {
      const { serviceId, name } = service;
      const { dependencyCount = 0, dependentCount = 0 } = counts.get(serviceId) ?? {};
      return {
        serviceId,
        name,
        clusters: service.clusters.map((cluster) => cluster.name),
        dependencies: service.dependsOn.map((other) => other.serviceId),
        dependents: service.dependents.map((other) => other.serviceId),
        databases: service.databases.map(({ $key }) => $key),
        dependencyCount,
        dependentCount,
        impact: 2 * dependentCount + dependencyCount,
        criticality: criticalityOf(dependentCount),
      };
    }),
    next: page.next,
    services: total,
    dependencies,
    density: total < 2 ? null : dependencies / (total * (total - 1)),
    asOf,
  };
};

const criticalityOf = (dependents: number): DependencyView['criticality'] =>
  dependents >= 3 ? 'critical' : dependents === 2 ? 'high' : dependents === 1 ? 'medium' : 'low';

const counted = z.object({ id: z.string(), dependencyCount: z.int(), dependentCount: z.int() });

const countsOf = async (
  platform: EstateGraph,
  ids: readonly string[],
): Promise<ReadonlyMap<string, z.output<typeof counted>>> => {
  const rows = await platform.query(
    cypher`UNWIND ${ids} AS id MATCH (s:Service {serviceId: id})
      OPTIONAL MATCH (s)-[out:DEPENDS_ON]->() WITH id, s, count(out) AS dependencyCount
      OPTIONAL MATCH (s)<-[in:DEPENDS_ON]-() RETURN id, dependencyCount, count(in) AS dependentCount`,
    { rows: counted, operation: 'infra.dependencies.of' },
  );
  return new Map(rows.map((row) => [row.id, row]));
};
