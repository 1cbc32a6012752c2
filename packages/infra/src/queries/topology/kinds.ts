import { cypher } from '@graphkeep/platform';

/** What an estate is drawn of: how the key and the name of each are called. */
export const nodeKinds = {
  EKSCluster: { key: 'name', name: 'name', environment: false, status: true },
  Service: { key: 'serviceId', name: 'name', environment: true, status: true },
  RDSInstance: { key: 'identifier', name: 'identifier', environment: false, status: true },
  EC2Instance: { key: 'instanceId', name: 'name', environment: false, status: true },
  Application: { key: 'name', name: 'name', environment: true, status: true },
  Deployment: { key: 'deploymentId', name: 'deploymentId', environment: false, status: true },
  LoadBalancer: { key: 'name', name: 'name', environment: false, status: false },
  WebService: { key: 'name', name: 'name', environment: false, status: false },
} as const;
export type NodeLabel = keyof typeof nodeKinds;
export const nodeLabels = Object.keys(nodeKinds) as readonly NodeLabel[];

/** What joins them; the name is that in the definition of `from`. */
export const linkKinds = [
  { from: 'Service', type: 'DEPENDS_ON', name: 'dependsOn', to: 'Service' },
  { from: 'Service', type: 'DEPLOYED_ON', name: 'clusters', to: 'EKSCluster' },
  { from: 'Service', type: 'CONNECTS_TO', name: 'databases', to: 'RDSInstance' },
  { from: 'Service', type: 'READS_FROM', name: 'databases', to: 'RDSInstance' },
  { from: 'Service', type: 'QUERIES', name: 'databases', to: 'RDSInstance' },
  { from: 'Service', type: 'CONNECTS_TO', name: 'databases', to: 'EC2Instance' },
  { from: 'Service', type: 'READS_FROM', name: 'databases', to: 'EC2Instance' },
  { from: 'Service', type: 'QUERIES', name: 'databases', to: 'EC2Instance' },
  { from: 'Service', type: 'HAS_DEPLOYMENT', name: 'deployments', to: 'Deployment' },
  { from: 'Application', type: 'USES', name: 'services', to: 'Service' },
  { from: 'Application', type: 'HAS_FRONTEND', name: 'frontends', to: 'WebService' },
  { from: 'LoadBalancer', type: 'ROUTES_TO', name: 'routesTo', to: 'WebService' },
  { from: 'EC2Instance', type: 'HOSTS_DATABASE_FOR', name: 'applications', to: 'Application' },
] as const satisfies readonly { from: NodeLabel; type: string; name: string; to: NodeLabel }[];
export type LinkKind = (typeof linkKinds)[number];
export const linkTypes = [...new Set(linkKinds.map(({ type }) => type))];

export const keyOf = (label: NodeLabel) => cypher.ident(nodeKinds[label].key);
