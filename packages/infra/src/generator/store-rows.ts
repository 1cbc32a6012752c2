import { type RowFor, round } from './measured-rows.ts';
import type { PlantedMeasurements } from './planted-measurements.ts';
import { noiseOf } from './random.ts';
import { busynessAt } from './rhythm.ts';

interface Ground {
  readonly seed: number;
  readonly stepMs: number;
  readonly planted: PlantedMeasurements;
}

interface DatabaseNode {
  readonly identifier: string;
  readonly engine: string;
  readonly instanceClass?: string | undefined;
  readonly region?: string | undefined;
}

/** What one database used and did, at each of these moments. */
export function* databaseRows(
  { identifier, engine, instanceClass, region }: DatabaseNode,
  times: Iterable<number>,
  { seed, stepMs, planted }: Ground,
): Generator<RowFor<'database_metrics'>> {
  const noise = noiseOf(seed, `database ${identifier}`);
  const status = planted.bottlenecks.find((one) => one.identifier === identifier)?.status;
  const [cpu, spread, readMs] = status === undefined ? [12, 30, 3] : LOADED[status];
  for (const time of times) {
    const at = Math.floor(time / stepMs) * 8;
    const busy = busynessAt(time);
    yield {
      time: new Date(time),
      identifier,
      engine,
      ...(instanceClass !== undefined && { instanceClass }),
      ...(region !== undefined && { region }),
      cpu: round(cpu + spread * busy * (0.8 + 0.2 * noise(at))),
      connections: Math.round(5 + 60 * busy),
      readIops: round(50 + 400 * busy * noise(at + 1)),
      writeIops: round(20 + 150 * busy * noise(at + 2)),
      readLatencyMs: round(readMs * (0.8 + 0.4 * noise(at + 3))),
      writeLatencyMs: round(readMs * (1 + 0.5 * noise(at + 4))),
      freeStorage: round(40 + 10 * noise(-1)),
      slowQueries: status === undefined ? 0 : Math.round(3 * noise(at + 5)),
      deadlocks: 0,
      lockWaits: status === 'critical' ? 2 : 0,
      cacheHitRatio: round(status === 'critical' ? 71 : 97 + 2 * noise(at + 6)),
    };
  }
}

const LOADED = { critical: [86, 10, 130], warning: [64, 10, 40] } as const;

/** How one service was answered by another, at each of these moments. */
export function* networkRows(
  { source, target }: { readonly source: string; readonly target: string },
  times: Iterable<number>,
  { seed, stepMs, planted }: Ground,
): Generator<RowFor<'network_metrics'>> {
  const noise = noiseOf(seed, `pair ${source} ${target}`);
  const isSlow = planted.slowPairs.some((pair) => pair.source === source && pair.target === target);
  const usual = isSlow ? 180 + 60 * noise(-1) : 3 + 20 * noise(-1);
  for (const time of times) {
    const at = Math.floor(time / stepMs) * 4;
    const requests = Math.round(20 + (400 * busynessAt(time) * stepMs) / 300_000);
    const latency = usual * (0.9 + 0.2 * noise(at));
    yield {
      time: new Date(time),
      source,
      target,
      connectionType: 'http',
      latencyAvg: round(latency),
      latencyP50: round(latency * 0.9),
      latencyP95: round(latency * 1.8),
      latencyP99: round(latency * 2.6),
      requests,
      bytes: requests * 2_000,
      errors: noise(at + 1) < 0.1 ? 1 : 0,
      timeouts: 0,
      poolUse: round(20 + 30 * noise(at + 2)),
    };
  }
}
