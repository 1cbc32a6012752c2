import { clusterOf, type EstateNode } from './estate.ts';
import { type RowFor, round } from './measured-rows.ts';
import type { PlantedMeasurements } from './planted-measurements.ts';
import { type Noise, noiseOf } from './random.ts';
import { busynessAt } from './rhythm.ts';

type ServiceNode = Extract<EstateNode, { readonly label: 'Service' }>['node'];
type Row = RowFor<'system_metrics'>;

/** What one service used and did, at each of these moments. */
export function* systemRows(
  node: ServiceNode,
  times: Iterable<number>,
  {
    seed,
    stepMs,
    planted,
  }: { readonly seed: number; readonly stepMs: number; readonly planted: PlantedMeasurements },
): Generator<Row> {
  const { serviceId: service } = node;
  const noise = noiseOf(seed, `service ${service}`);
  const [usual, rate] = [40 + 120 * noise(-1), 5 + 45 * noise(-2)];
  const cluster = clusterOf(service);
  const faults = planted.incidents.flatMap(({ service: root, dependents, from, to }) =>
    root === service
      ? [{ from, to, ...ROOT }]
      : dependents.includes(service)
        ? [{ from, to, ...DEPENDENT }]
        : [],
  );
  const gaps = planted.gaps.filter((gap) => gap.service === service);
  for (const time of times) {
    if (gaps.some(({ from, to }) => time >= from.getTime() && time < to.getTime())) continue;
    const at = Math.floor(time / stepMs) * 8;
    const busy = busynessAt(time);
    const requests = Math.round((rate * busy * stepMs * (0.9 + 0.2 * noise(at))) / 1_000);
    const fault = faults.find(
      ({ from, to }) => time >= from.getTime() && (to === null || time < to.getTime()),
    );
    yield {
      time: new Date(time),
      service,
      ...(cluster !== undefined && { cluster }),
      ...(node.region !== undefined && { region: node.region }),
      ...(node.environment !== undefined && { environment: node.environment }),
      cpu: round(8 + 40 * busy + 6 * noise(at + 1)),
      memory: round(35 + 15 * busy + 5 * noise(at + 2)),
      disk: round(30 + 10 * noise(at + 3)),
      networkIn: requests * 900,
      networkOut: requests * 4_200,
      requests,
      responseMs: round(
        between(noise, at + 4, fault?.responseMs) ?? usual * (0.7 + 0.5 * busy + 0.2 * noise(at + 4)),
      ),
      errorRate: round(between(noise, at + 5, fault?.errorRate) ?? 0.02 + 0.4 * noise(at + 5)),
      rps: round((requests * 1_000) / stepMs),
      connections: Math.round(10 + 40 * busy),
      ...(node.replicas !== undefined && { pods: node.replicas, replicas: node.replicas }),
      pending: 0,
      failed: fault ? 1 : 0,
    };
  }
}

type Bounds = readonly [least: number, most: number];

const between = (noise: Noise, place: number, bounds: Bounds | undefined): number | undefined =>
  bounds && bounds[0] + (bounds[1] - bounds[0]) * noise(place);

const ROOT: { readonly responseMs: Bounds; readonly errorRate: Bounds } = {
  responseMs: [4_000, 6_000],
  errorRate: [30, 40],
};
const DEPENDENT: typeof ROOT = { responseMs: [2_200, 3_000], errorRate: [8, 12] };
