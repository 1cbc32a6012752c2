import { databaseKey, dependsOn, type EstateLink, type EstateNode, link, type Shape } from './estate.ts';

/** What an estate has that is to be found, by the keys under which it is. */
export interface Planted {
  readonly nodes: readonly EstateNode[];
  readonly links: readonly EstateLink[];
  /** A service that alone joins two parts of the estate. */
  readonly articulation: readonly string[];
  /** A service that many depend on. */
  readonly hubs: readonly { readonly serviceId: string; readonly dependents: number }[];
  readonly bottlenecks: readonly { readonly identifier: string; readonly connections: number }[];
  readonly crowdedClusters: readonly { readonly name: string; readonly services: number }[];
  readonly cycles: readonly (readonly string[])[];
  /** From the service that depends on all of it to the one that depends on nothing. */
  readonly chains: readonly (readonly string[])[];
  readonly savings: readonly {
    readonly kind: 'right-size' | 'down-size' | 'migrate';
    readonly key: string;
    readonly monthly: number;
  }[];
}

const nothing: Planted = {
  nodes: [],
  links: [],
  articulation: [],
  hubs: [],
  bottlenecks: [],
  crowdedClusters: [],
  cycles: [],
  chains: [],
  savings: [],
};

const HUB_DEPENDENTS = 6;
const CONNECTIONS = 5;
const CROWD = 6;
const CHAIN = 14;

/** Each fault has services of its own, so that one of them does not make another. */
export const plant = ({ faults, services }: Shape): Planted => {
  if (!faults) return nothing;
  const nodes: EstateNode[] = [];
  const links: EstateLink[] = [];
  const service = (serviceId: string): string => {
    nodes.push({
      label: 'Service',
      node: {
        serviceId,
        name: serviceId,
        status: 'running',
        environment: 'production',
        region: 'eu-west-1',
        team: 'platform',
        costMonthly: 100,
      },
    });
    return serviceId;
  };
  const row = (name: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => service(`${name}-${at}`));

  const hub = service('hub');
  for (const dependent of row('on-hub', HUB_DEPENDENTS)) links.push(dependsOn(dependent, hub, true));

  const bottleneck = databaseKey(services);
  nodes.push({
    label: 'RDSInstance',
    node: {
      identifier: bottleneck,
      engine: 'mysql',
      status: 'available',
      region: 'eu-west-1',
      costMonthly: 700,
    },
  });
  for (const user of row('on-db', CONNECTIONS))
    links.push(link(['Service', user], 'databases', 'CONNECTS_TO', ['RDSInstance', bottleneck]));

  nodes.push({
    label: 'EKSCluster',
    node: {
      name: 'crowded',
      arn: 'arn:aws:eks:eu-west-1:1:cluster/crowded',
      status: 'ACTIVE',
      region: 'eu-west-1',
      totalNodes: 8,
      costMonthly: 2_000,
    },
  });
  for (const member of row('crowd', CROWD))
    links.push(link(['Service', member], 'clusters', 'DEPLOYED_ON', ['EKSCluster', 'crowded']));

  const round = row('round', 3);
  for (const [at, member] of round.entries())
    links.push(dependsOn(member, round[(at + 1) % round.length] ?? hub, false));

  const chain = row('chain', CHAIN);
  for (const [at, member] of chain.slice(0, -1).entries())
    links.push(dependsOn(member, chain[at + 1] ?? hub, false));

  nodes.push(
    {
      label: 'EKSCluster',
      node: {
        name: 'idle',
        arn: 'arn:aws:eks:eu-west-1:1:cluster/idle',
        status: 'ACTIVE',
        region: 'eu-west-1',
        totalNodes: 30,
        costMonthly: 6_000,
      },
    },
    {
      label: 'EC2Instance',
      node: {
        instanceId: 'i-idle',
        name: 'idle-sqlserver',
        instanceType: 'r5.4xlarge',
        status: 'running',
        region: 'eu-west-1',
        sqlserverEdition: 'Enterprise',
        cpuUtilization: 12,
        memoryUtilization: 30,
        costMonthly: 3_000,
      },
    },
    {
      label: 'RDSInstance',
      node: {
        identifier: 'legacy-oracle',
        engine: 'oracle-ee',
        status: 'available',
        region: 'eu-west-1',
        costMonthly: 8_000,
      },
    },
    {
      label: 'RDSInstance',
      node: {
        identifier: 'small-postgres',
        engine: 'postgres',
        status: 'available',
        region: 'eu-west-1',
        costMonthly: 50,
      },
    },
    {
      label: 'RDSInstance',
      node: {
        identifier: 'lonely-oracle',
        engine: 'oracle-ee',
        status: 'available',
        region: 'sa-east-1',
        costMonthly: 6_000,
      },
    },
  );
  return {
    nodes,
    links,
    articulation: [hub, ...chain.slice(1, -1)],
    hubs: [{ serviceId: hub, dependents: HUB_DEPENDENTS }],
    bottlenecks: [{ identifier: bottleneck, connections: CONNECTIONS }],
    crowdedClusters: [{ name: 'crowded', services: CROWD }],
    cycles: [round],
    chains: [chain],
    savings: [
      { kind: 'right-size', key: 'idle', monthly: 1_800 },
      { kind: 'down-size', key: 'i-idle', monthly: 1_200 },
      { kind: 'migrate', key: 'legacy-oracle', monthly: 7_950 },
      { kind: 'migrate', key: 'lonely-oracle', monthly: 3_600 },
    ],
  };
};
