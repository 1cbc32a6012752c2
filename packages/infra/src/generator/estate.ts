import type { CreateOf } from '@graphkeep/models';
import type {
  Application,
  Deployment,
  EC2Instance,
  EKSCluster,
  LoadBalancer,
  RDSInstance,
  Service,
  WebService,
} from '@graphkeep/models/infra';
import { type Planted, plant } from './planted.ts';
import { type Random, randomOf } from './random.ts';

export interface EstateOptions {
  /** The same number makes the same estate. @default 1 */
  readonly seed?: number;
  /** An even number; an odd one gets one more. @default 40 */
  readonly services?: number;
  /** Services that a service depends on, on average. @default 2 */
  readonly dependencies?: number;
  /** Whether it has faults that are to be found. Without them nothing is. @default true */
  readonly faults?: boolean;
}

interface Nodes {
  readonly EKSCluster: CreateOf<typeof EKSCluster>;
  readonly Service: CreateOf<typeof Service>;
  readonly RDSInstance: CreateOf<typeof RDSInstance>;
  readonly EC2Instance: CreateOf<typeof EC2Instance>;
  readonly Application: CreateOf<typeof Application>;
  readonly Deployment: CreateOf<typeof Deployment>;
  readonly LoadBalancer: CreateOf<typeof LoadBalancer>;
  readonly WebService: CreateOf<typeof WebService>;
}
export type EstateLabel = keyof Nodes;
export type EstateNode = {
  readonly [L in EstateLabel]: { readonly label: L; readonly node: Nodes[L] };
}[EstateLabel];

export interface EstateLink {
  readonly from: readonly [label: EstateLabel, key: string];
  /** By its name in the definition of `from`. */
  readonly relationship: string;
  readonly to: readonly [label: EstateLabel, key: string];
  /** Its type in the database. */
  readonly type: string;
  readonly properties?: { readonly kind: string; readonly critical: boolean };
}

/** An estate, told one by one: of one with millions of nodes nothing is held but numbers. */
export interface Estate {
  nodes(): Iterable<EstateNode>;
  links(): Iterable<EstateLink>;
  /** What is to be found in it. */
  readonly planted: Planted;
}

const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-1'] as const;
const TEAMS = ['payments', 'search', 'identity', 'logistics', 'growth', 'platform'] as const;
/** Two services a cluster, a database each, an application for ten: nothing of that is too much for anybody. */
const PER_CLUSTER = 2;
const PER_APPLICATION = 10;
/** Services of one application stand in layers of two, of which each depends on the next. */
const PER_LAYER = 2;

const serviceKey = (number: number): string => `svc-${number}`;
const clusterKey = (number: number): string => `cluster-${number}`;
/** Where a service of its own layers runs; undefined for one that was planted. */
export const clusterOf = (serviceId: string): string | undefined => {
  const [, number] = /^svc-(\d+)$/.exec(serviceId) ?? [];
  return number === undefined ? undefined : clusterKey(Math.floor(Number(number) / PER_CLUSTER));
};
export const databaseKey = (number: number): string => `db-${number}`;

/** An estate from a number. */
export const estateOf = ({
  seed = 1,
  services = 40,
  dependencies = 2,
  faults = true,
}: EstateOptions = {}): Estate => {
  const random = randomOf(seed);
  const shape: Shape = { services: services + (services % 2), dependencies, faults, random };
  const planted = plant(shape);
  return {
    planted,
    nodes: function* () {
      yield* baseNodes(shape);
      yield* planted.nodes;
    },
    links: function* () {
      yield* baseLinks(shape);
      yield* planted.links;
    },
  };
};

export interface Shape {
  readonly services: number;
  readonly dependencies: number;
  readonly faults: boolean;
  readonly random: Random;
}

const regionOf = (number: number): string =>
  REGIONS[Math.floor(number / PER_APPLICATION) % REGIONS.length] ?? REGIONS[0];

function* baseNodes({ services, random }: Shape): Generator<EstateNode> {
  const draw = random.branch('nodes');
  for (let number = 0; number < Math.ceil(services / PER_CLUSTER); number++)
    yield {
      label: 'EKSCluster',
      node: {
        name: clusterKey(number),
        arn: `arn:aws:eks:${regionOf(number * PER_CLUSTER)}:1:cluster/${clusterKey(number)}`,
        region: regionOf(number * PER_CLUSTER),
        version: draw.pick(['1.31', '1.32', '1.33']),
        status: 'ACTIVE',
        totalNodes: draw.whole(3, 9),
        instanceTypes: ['m6i.large'],
        costMonthly: draw.whole(800, 2_400),
      },
    };
  for (let number = 0; number < services; number++) {
    yield {
      label: 'Service',
      node: {
        serviceId: serviceKey(number),
        name: `${draw.pick(TEAMS)}-${number}`,
        status: 'running',
        environment: 'production',
        region: regionOf(number),
        version: `1.${draw.whole(0, 30)}.0`,
        replicas: draw.whole(2, 6),
        cpuRequest: draw.whole(1, 4),
        memoryRequest: draw.whole(256, 4_096),
        team: draw.pick(TEAMS),
        costMonthly: draw.whole(50, 900),
      },
    };
    yield {
      label: 'RDSInstance',
      node: {
        identifier: databaseKey(number),
        arn: `arn:aws:rds:${regionOf(number)}:1:db:${databaseKey(number)}`,
        engine: draw.pick(['postgres', 'mysql']),
        engineVersion: '17.2',
        instanceClass: draw.pick(['db.t4g.medium', 'db.r6g.large']),
        status: 'available',
        region: regionOf(number),
        allocatedStorage: draw.whole(50, 500),
        storageType: 'gp3',
        multiAz: draw.chance(0.5),
        costMonthly: draw.whole(100, 900),
      },
    };
    yield {
      label: 'Deployment',
      node: {
        deploymentId: `dep-${number}`,
        status: 'succeeded',
        version: '1.0.0',
        at: new Date(Date.UTC(2026, 0, 1 + (number % 28))),
      },
    };
  }
  for (let number = 0; number < Math.ceil(services / PER_APPLICATION); number++) {
    yield {
      label: 'Application',
      node: {
        name: `app-${number}`,
        type: 'web',
        environment: 'production',
        status: 'running',
        businessCriticality: draw.pick(['high', 'medium', 'low']),
        compliance: draw.chance(0.3) ? ['SOC2'] : [],
        team: draw.pick(TEAMS),
      },
    };
    yield {
      label: 'WebService',
      node: { name: `web-${number}`, region: regionOf(number * PER_APPLICATION) },
    };
    yield {
      label: 'LoadBalancer',
      node: { name: `lb-${number}`, region: regionOf(number * PER_APPLICATION) },
    };
  }
}

function* baseLinks({ services, dependencies, faults, random }: Shape): Generator<EstateLink> {
  const draw = random.branch('links');
  for (let number = 0; number < services; number++) {
    const from = ['Service', serviceKey(number)] as const;
    yield link(from, 'clusters', 'DEPLOYED_ON', ['EKSCluster', clusterKey(Math.floor(number / PER_CLUSTER))]);
    yield link(from, 'databases', draw.pick(['CONNECTS_TO', 'READS_FROM', 'QUERIES']), [
      'RDSInstance',
      databaseKey(number),
    ]);
    yield link(from, 'deployments', 'HAS_DEPLOYMENT', ['Deployment', `dep-${number}`]);
    yield link(['Application', `app-${Math.floor(number / PER_APPLICATION)}`], 'services', 'USES', from);
    for (const other of nextLayer(number, services)) yield dependsOn(number, other, draw.chance(0.5));
    // Beyond the layers only where something may be found: a service with three dependents is a finding.
    for (let more = PER_LAYER; faults && more < dependencies; more++) {
      const other = draw.whole(number + 1, number + 1_000);
      if (other < services) yield dependsOn(number, other, false);
    }
  }
  for (let number = 0; number < Math.ceil(services / PER_APPLICATION); number++) {
    yield link(['Application', `app-${number}`], 'frontends', 'HAS_FRONTEND', [
      'WebService',
      `web-${number}`,
    ]);
    yield link(['LoadBalancer', `lb-${number}`], 'routesTo', 'ROUTES_TO', ['WebService', `web-${number}`]);
  }
}

/** Both services of the next layer of the same application: whichever fails, the rest hangs together. */
const nextLayer = (number: number, services: number): readonly number[] => {
  const application = Math.floor(number / PER_APPLICATION);
  const next = (Math.floor(number / PER_LAYER) + 1) * PER_LAYER;
  return [next, next + 1].filter(
    (other) => other < services && Math.floor(other / PER_APPLICATION) === application,
  );
};

export const link = (
  from: EstateLink['from'],
  relationship: string,
  type: string,
  to: EstateLink['to'],
): EstateLink => ({ from, relationship, type, to });

export const dependsOn = (from: number | string, to: number | string, critical: boolean): EstateLink => ({
  ...link(['Service', keyOf(from)], 'dependsOn', 'DEPENDS_ON', ['Service', keyOf(to)]),
  properties: { kind: 'calls', critical },
});

const keyOf = (service: number | string): string =>
  typeof service === 'number' ? serviceKey(service) : service;
