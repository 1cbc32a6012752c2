import type { Estate, EstateNode } from './estate.ts';
import { randomOf } from './random.ts';
import { DAY_MS, HOUR_MS, stepsOf } from './rhythm.ts';

type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

export interface PlantedIncident {
  readonly incidentId: string;
  readonly incidentType: string;
  readonly severity: Severity;
  /** Where it came from, and what failed with it. */
  readonly service: string;
  readonly dependents: readonly string[];
  readonly from: Date;
  /** Null where it is still open when the period ends. */
  readonly to: Date | null;
  readonly detectionMinutes: number;
  readonly rootCause: string;
  readonly preventable: boolean;
}

/** What measurements have that is to be found. */
export interface PlantedMeasurements {
  readonly incidents: readonly PlantedIncident[];
  readonly waste: readonly { readonly resourceId: string; readonly perDay: number }[];
  readonly bottlenecks: readonly { readonly identifier: string; readonly status: 'critical' | 'warning' }[];
  readonly slowPairs: readonly { readonly source: string; readonly target: string }[];
  readonly security: readonly {
    readonly eventId: string;
    readonly severity: Severity;
    readonly status: 'open' | 'resolved';
    readonly resource: string;
    readonly at: Date;
  }[];
  /** What each brought in the whole period. */
  readonly initiatives: readonly {
    readonly initiative: string;
    readonly category: string;
    readonly team: string;
    readonly savings: number;
    readonly hours: number;
  }[];
  readonly compliance: readonly {
    readonly framework: string;
    readonly control: string;
    readonly status: 'non_compliant' | 'partial';
  }[];
  readonly gaps: readonly { readonly service: string; readonly from: Date; readonly to: Date }[];
}

export const nothingMeasured: PlantedMeasurements = {
  incidents: [],
  waste: [],
  bottlenecks: [],
  slowPairs: [],
  security: [],
  initiatives: [],
  compliance: [],
  gaps: [],
};

export interface Period {
  readonly start: number;
  readonly end: number;
  readonly stepMs: number;
}

/** So many nodes and links of an estate are looked at for places: of one with millions no more are held. */
const LOOKED_AT = 2_000;
const INCIDENTS = [
  { severity: 'critical', incidentType: 'outage', rootCause: 'full disk', at: 0.15 },
  { severity: 'high', incidentType: 'slow', rootCause: 'bad deployment', at: 0.45 },
  { severity: 'medium', incidentType: 'outage', rootCause: 'expired certificate', at: null },
] as const;
const WASTED_SHARE = 0.4;
const WASTE_FROM_MONTHLY = 1_000;
const INITIATIVES = [
  { initiative: 'autoscaling', category: 'cost', team: 'platform', savings: 300, hours: 0 },
  { initiative: 'self-service', category: 'efficiency', team: 'growth', savings: 0, hours: 6 },
  { initiative: 'test-robots', category: 'efficiency', team: 'payments', savings: 40, hours: 3 },
  { initiative: 'patching', category: 'risk', team: 'identity', savings: 25, hours: 1 },
] as const;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** Each fault has services of its own, so that one of them does not hide another. */
export const plantMeasurements = (estate: Estate, seed: number, period: Period): PlantedMeasurements => {
  const random = randomOf(seed).branch('measurements');
  const { services, resources, databases, dependents, links } = lookAt(estate);
  const span = period.end - period.start;
  const moment = (share: number): Date =>
    new Date(Math.ceil((period.start + share * span) / period.stepMs) * period.stepMs);
  const name = (kind: string, rest: string): string =>
    `${kind}-${new Date(period.start).toISOString().slice(0, 10)}-${rest}`;

  const taken = new Set<string>();
  const free = (one: string): boolean => !taken.has(one);
  const take = <T extends string>(one: T): T => {
    taken.add(one);
    return one;
  };
  // Those on which somebody depends come first.
  const roots = [
    ...services.filter((one) => (dependents.get(one)?.length ?? 0) > 0),
    ...services.filter((one) => !dependents.has(one)),
  ];
  const lasts = Math.max(period.stepMs, Math.min(HOUR_MS, span / 10));
  const incidents = INCIDENTS.flatMap(({ at, ...incident }, index): PlantedIncident[] => {
    const service = roots.find((one) => free(one) && (dependents.get(one) ?? []).every(free));
    if (service === undefined) return [];
    const hit = dependents.get(service) ?? [];
    for (const one of [service, ...hit]) take(one);
    // The last one is still open when the period ends.
    const from = moment(at ?? 1 - lasts / span);
    return [
      {
        ...incident,
        incidentId: name('inc', String(index)),
        service,
        dependents: hit,
        from,
        to: at === null ? null : moment(at + lasts / span),
        detectionMinutes: random.whole(2, 12),
        preventable: index !== 1,
      },
    ];
  });
  const slowPairs = links
    .filter(([source, target]) => free(source) && free(target))
    .slice(0, 2)
    .map(([source, target]) => ({ source: take(source), target: take(target) }));
  const silent = services.find(free);
  const midnights = [...stepsOf(period.start, period.end, DAY_MS)].length;
  const [known] = estate.planted.bottlenecks;
  const hot = [...(known ? [known.identifier] : []), ...databases].slice(0, 2);

  return {
    incidents,
    waste: resources.slice(0, 3).map(({ resourceId, monthly }) => ({
      resourceId,
      perDay: Math.round(((monthly * 12) / 365.25) * WASTED_SHARE * 100) / 100,
    })),
    bottlenecks: hot.map((identifier, index) => ({
      identifier,
      status: index === 0 ? 'critical' : 'warning',
    })),
    slowPairs,
    security: SEVERITIES.flatMap((severity, index) =>
      (['open', 'resolved'] as const).map((status) => ({
        eventId: name('sec', `${severity}-${status}`),
        severity,
        status,
        resource: services[index % services.length] ?? 'estate',
        at: moment(0.1 + 0.1 * index + (status === 'open' ? 0.05 : 0)),
      })),
    ),
    initiatives: INITIATIVES.map((one) => ({
      ...one,
      savings: one.savings * midnights,
      hours: one.hours * midnights,
    })),
    compliance: [
      { framework: 'SOC2', control: 'access-review', status: 'non_compliant' },
      { framework: 'PCI-DSS', control: 'backup', status: 'partial' },
    ],
    gaps: silent === undefined ? [] : [{ service: silent, from: moment(0.3), to: moment(0.4) }],
  };
};

const lookAt = (estate: Estate) => {
  const services: string[] = [];
  const databases: string[] = [];
  const resources: { readonly resourceId: string; readonly monthly: number }[] = [];
  for (const one of first(estate.nodes(), LOOKED_AT)) {
    if (one.label === 'Service') services.push(one.node.serviceId);
    if (one.label === 'RDSInstance') databases.push(one.node.identifier);
    const monthly = monthlyOf(one);
    if (one.label === 'EKSCluster' && monthly !== undefined && monthly >= WASTE_FROM_MONTHLY)
      resources.push({ resourceId: one.node.name, monthly });
  }
  const links: (readonly [source: string, target: string])[] = [];
  const dependents = new Map<string, string[]>();
  for (const { type, from, to } of first(estate.links(), LOOKED_AT)) {
    if (type !== 'DEPENDS_ON') continue;
    links.push([from[1], to[1]]);
    dependents.set(to[1], [...(dependents.get(to[1]) ?? []), from[1]]);
  }
  return { services, databases, resources, links, dependents };
};

/** What a node costs a month, where it is known. */
export const monthlyOf = ({ node }: EstateNode): number | undefined =>
  'costMonthly' in node ? node.costMonthly : undefined;

function* first<T>(all: Iterable<T>, count: number): Generator<T> {
  let seen = 0;
  for (const one of all) {
    if (seen++ >= count) return;
    yield one;
  }
}
