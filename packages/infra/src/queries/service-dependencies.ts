import { Service } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
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

export interface DependencyView {
  readonly serviceId: string;
  readonly name: string;
  readonly clusters: readonly string[];
  /** A hundred at most of each; how many there are is told beside. */
  readonly dependencies: readonly string[];
  readonly dependents: readonly string[];
  readonly databases: readonly string[];
  readonly dependencyCount: number;
  readonly dependentCount: number;
  /** Twice its dependents and its dependencies. */
  readonly impact: number;
  readonly criticality: 'critical' | 'high' | 'medium' | 'low';
}

export interface ServiceDependencies {
  readonly items: readonly DependencyView[];
  readonly next: string | null;
  /** Of the whole estate. */
  readonly services: number;
  readonly dependencies: number;
  /** Of all dependencies that there could be; null where there are fewer than two services. */
  readonly density: number | null;
}

/** Who depends on whom, and how much hangs on each. */
export const serviceDependencies = async (
  platform: EstateGraph,
  given: ServiceDependenciesInput = {},
): Promise<ServiceDependencies> => {
  const { limit, after, ...filters } = serviceDependenciesInput.parse(given);
  const services = platform.repo(Service);
  const [page, total, edges] = await Promise.all([
    services.find({
      where: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
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
