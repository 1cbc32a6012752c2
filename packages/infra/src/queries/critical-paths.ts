import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { Adjacency } from '../adjacency/adjacency.ts';
import { articulationPoints } from '../adjacency/articulation-points.ts';
import { componentsOf } from '../adjacency/components.ts';
import { cyclesOf } from '../adjacency/cycles.ts';
import { estateAdjacency } from '../adjacency/estate-adjacency.ts';
import { longestChains } from '../adjacency/longest-chains.ts';
import type { EstateGraph } from '../estate-graph.ts';

export const criticalPathsInput = z.strictObject({
  /** Of each kind of finding so many at most. */
  limit: z.int().min(1).max(500).default(50),
  /** Chains of fewer services are not told. */
  chainFrom: z.int().min(2).max(1_000).default(6),
});
export type CriticalPathsInput = z.input<typeof criticalPathsInput>;

export interface SinglePoint {
  readonly serviceId: string;
  readonly dependents: number;
  /** Without it others are cut off from each other. */
  readonly articulation: boolean;
}
interface Load {
  readonly key: string;
  readonly services: number;
  readonly severity: 'high' | 'medium' | 'low';
}

export interface CriticalPaths {
  readonly singlePoints: readonly SinglePoint[];
  /** Databases that two services or more use. */
  readonly databaseBottlenecks: readonly (Load & { readonly label: string })[];
  /** Clusters that three services or more run on. */
  readonly clusterConcentration: readonly Load[];
  /** From what depends on all of it to what depends on nothing. */
  readonly longestChains: readonly (readonly string[])[];
  readonly cycles: readonly { readonly path: readonly string[]; readonly services: number }[];
  /** When who depends on whom was read last; null while that is loaded for the first time, which `degraded` says. */
  readonly asOf: Date | null;
  readonly degraded: readonly string[];
}

/** A service is a single point from so many dependents on. */
const MANY_DEPENDENTS = 3;
const WAIT_MS = 1_000;

/** What much hangs on. */
export const criticalPaths = async (
  platform: EstateGraph,
  given: CriticalPathsInput = {},
): Promise<CriticalPaths> => {
  const { limit, chainFrom } = criticalPathsInput.parse(given);
  const [adjacency, databases, clusters] = await Promise.all([
    platform.service(estateAdjacency).current(WAIT_MS),
    platform.query(
      cypher`MATCH (d:Database)<-[:CONNECTS_TO|READS_FROM|QUERIES]-(s:Service)
        WITH d, count(DISTINCT s) AS services WHERE services >= 2
        RETURN coalesce(d.identifier, d.instanceId) AS key, d.identifier IS NOT NULL AS managed, services
        ORDER BY services DESC, key LIMIT ${limit}`,
      { rows: loaded.extend({ managed: z.boolean() }), operation: 'infra.critical.databases' },
    ),
    platform.query(
      cypher`MATCH (c:EKSCluster)<-[:DEPLOYED_ON]-(s:Service)
        WITH c, count(DISTINCT s) AS services WHERE services >= 3
        RETURN c.name AS key, services ORDER BY services DESC, key LIMIT ${limit}`,
      { rows: loaded, operation: 'infra.critical.clusters' },
    ),
  ]);
  return {
    ...(adjacency.state === 'ready'
      ? { ...findingsIn(adjacency.graph, limit, chainFrom), asOf: adjacency.asOf, degraded: [] }
      : {
          singlePoints: [],
          longestChains: [],
          cycles: [],
          asOf: null,
          degraded: [
            `The dependencies are being loaded: ${adjacency.services} services and ${adjacency.dependencies} dependencies so far.`,
          ],
        }),
    databaseBottlenecks: databases.map(({ key, services, managed }) => ({
      key,
      label: managed ? 'RDSInstance' : 'EC2Instance',
      services,
      severity: severityOf(services, 4, 3),
    })),
    clusterConcentration: clusters.map(({ key, services }) => ({
      key,
      services,
      severity: severityOf(services, 5, 4),
    })),
  };
};

const loaded = z.object({ key: z.string(), services: z.int() });

const severityOf = (services: number, high: number, medium: number): Load['severity'] =>
  services >= high ? 'high' : services >= medium ? 'medium' : 'low';

const findingsIn = (
  graph: Adjacency,
  limit: number,
  chainFrom: number,
): Pick<CriticalPaths, 'singlePoints' | 'longestChains' | 'cycles'> => {
  const keyOf = (node: number): string => graph.keys[node] ?? '';
  const components = componentsOf(graph);
  const cuts = new Set(articulationPoints(graph));
  const singlePoints: SinglePoint[] = [];
  for (let node = 0; node < graph.size; node++) {
    const dependents = graph.in(node).length;
    if (dependents >= MANY_DEPENDENTS || cuts.has(node))
      singlePoints.push({ serviceId: keyOf(node), dependents, articulation: cuts.has(node) });
  }
  return {
    singlePoints: singlePoints
      .sort((one, other) => other.dependents - one.dependents || (one.serviceId < other.serviceId ? -1 : 1))
      .slice(0, limit),
    longestChains: longestChains(graph, limit, components)
      .filter(({ length }) => length >= chainFrom)
      .map((chain) => chain.map(keyOf)),
    cycles: cyclesOf(graph, limit, components).map(({ path, members }) => ({
      path: path.map(keyOf),
      services: members,
    })),
  };
};
