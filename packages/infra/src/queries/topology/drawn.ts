import type { Topology } from '@graphkeep/models/infra';
import { type Cypher, cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../../estate-graph.ts';
import { keyOf, linkKinds, type NodeLabel, nodeKinds } from './kinds.ts';

export interface Drawing {
  readonly labels: readonly NodeLabel[];
  readonly region: string | undefined;
  readonly environment: string | undefined;
  readonly application: string | undefined;
  /** Nodes at most. */
  readonly limit: number;
}
type Nodes = Topology['nodes'];

const row = z.object({
  key: z.string(),
  name: z.string().optional(),
  type: z.string().optional(),
  region: z.string().optional(),
  environment: z.string().optional(),
  status: z.string().optional(),
});

/** The nodes that the filters find; undefined where they are more than can be drawn. */
export const readNodes = async (platform: EstateGraph, drawing: Drawing): Promise<Nodes | undefined> => {
  const nodes: Nodes[number][] = [];
  for (const label of drawing.labels) {
    const start = startsAt(label, drawing);
    if (!start) continue;
    const { key, name, environment, status } = nodeKinds[label];
    const rows = await platform.query(
      cypher`${start} RETURN DISTINCT n.${cypher.ident(key)} AS key, n.${cypher.ident(name)} AS name, n.type AS type, n.region AS region,
        ${environment ? cypher`n.environment AS environment` : cypher`null AS environment`}, ${status ? cypher`n.status AS status` : cypher`null AS status`}
        LIMIT ${drawing.limit - nodes.length + 1}`,
      { rows: row, operation: 'infra.topology.drawn' },
    );
    nodes.push(
      ...rows.map((one) => ({
        label,
        key: one.key,
        name: one.name ?? one.key,
        type: one.type ?? null,
        region: one.region ?? null,
        environment: one.environment ?? null,
        status: one.status ?? null,
      })),
    );
    if (nodes.length > drawing.limit) return undefined;
  }
  return nodes;
};

/** Where the nodes of a label are found; each way begins at an index, or ends when there are too many. */
const startsAt = (label: NodeLabel, { region, environment, application }: Drawing): Cypher | undefined => {
  const { environment: hasEnvironment } = nodeKinds[label];
  if (environment !== undefined && !hasEnvironment) return undefined;
  const node = cypher`(n:${cypher.ident(label)})`;
  const conditions = [
    ...(region === undefined ? [] : [cypher`n.region = ${region}`]),
    ...(environment === undefined ? [] : [cypher`n.environment = ${environment}`]),
  ];
  const match = application === undefined ? placeOf(node, label, region) : partsOf(label, application);
  if (!match) return undefined;
  return conditions.length === 0 ? match : cypher`${match} WHERE ${cypher.join(conditions, ' AND ')}`;
};

/** The index by region is that of all resources. */
const placeOf = (node: Cypher, label: NodeLabel, region: string | undefined): Cypher =>
  region === undefined ? cypher`MATCH ${node}` : cypher`MATCH (n:AWSResource:${cypher.ident(label)})`;

/** What belongs to an application, by how it hangs together with it. */
const partsOf = (label: NodeLabel, name: string): Cypher => {
  const application = cypher`MATCH (a:Application {name: ${name}})`;
  switch (label) {
    case 'Application':
      return cypher`MATCH (n:Application {name: ${name}})`;
    case 'Service':
      return cypher`${application}-[:USES]->(n:Service)`;
    case 'EKSCluster':
      return cypher`${application}-[:USES]->(:Service)-[:DEPLOYED_ON]->(n:EKSCluster)`;
    case 'RDSInstance':
    case 'EC2Instance':
      return cypher`${application}-[:USES]->(:Service)-[:CONNECTS_TO|READS_FROM|QUERIES]->(n:${cypher.ident(label)})`;
    case 'Deployment':
      return cypher`${application}-[:USES]->(:Service)-[:HAS_DEPLOYMENT]->(n:Deployment)`;
    case 'WebService':
      return cypher`${application}-[:HAS_FRONTEND]->(n:WebService)`;
    case 'LoadBalancer':
      return cypher`${application}-[:HAS_FRONTEND]->(:WebService)<-[:ROUTES_TO]-(n:LoadBalancer)`;
  }
};

const ends = z.object({ from: z.string(), to: z.string() });

/** What joins nodes that are drawn; undefined where there is more than can be. */
export const readRelationships = async (
  platform: EstateGraph,
  nodes: Nodes,
  limit: number,
): Promise<Topology['relationships'] | undefined> => {
  const keys = Map.groupBy(nodes, ({ label }) => label);
  const keysOf = (label: NodeLabel) => keys.get(label)?.map(({ key }) => key) ?? [];
  const found: Topology['relationships'][number][] = [];
  for (const { from, type, to } of linkKinds) {
    const [starts, targets] = [keysOf(from), new Set(keysOf(to))];
    if (starts.length === 0 || targets.size === 0) continue;
    const rows = await platform.query(
      cypher`UNWIND ${starts} AS key MATCH (a:${cypher.ident(from)} {${keyOf(from)}: key})-[:${cypher.ident(type)}]->(b:${cypher.ident(to)})
        WHERE b.${keyOf(to)} IN ${[...targets]} RETURN key AS from, b.${keyOf(to)} AS to LIMIT ${limit - found.length + 1}`,
      { rows: ends, operation: 'infra.topology.joined' },
    );
    found.push(
      ...rows.map((one) => ({
        from: { label: from, key: one.from },
        type,
        to: { label: to, key: one.to },
      })),
    );
    if (found.length > limit) return undefined;
  }
  return found;
};
