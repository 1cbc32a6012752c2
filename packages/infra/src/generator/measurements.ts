import { GraphkeepError } from '@graphkeep/core';
import { batches } from './batches.ts';
import { companyRows, costRow, eventRows } from './daily-rows.ts';
import type { Estate, EstateNode } from './estate.ts';
import { type MadeSeries, type MeasuredRow, type RowFor, rowOf } from './measured-rows.ts';
import {
  monthlyOf,
  nothingMeasured,
  type PlantedMeasurements,
  plantMeasurements,
} from './planted-measurements.ts';
import { DAY_MS, stepsOf } from './rhythm.ts';
import { databaseRows, networkRows } from './store-rows.ts';
import { systemRows } from './system-rows.ts';

export interface MeasurementOptions {
  /** The same number makes the same measurements. @default 1 */
  readonly seed?: number;
  /** The first moment that is measured. */
  readonly start: Date;
  /** The first one that is not. */
  readonly end: Date;
  /** How far apart measurements of one thing are; costs are told once a day. @default 5 */
  readonly stepMinutes?: number;
  /** Whether there is something that is to be found. Without it nothing is. @default true */
  readonly faults?: boolean;
}

/** Rows of one series. */
export type MeasurementBatch = {
  [N in MadeSeries]: { readonly series: N; readonly rows: readonly RowFor<N>[] };
}[MadeSeries];

export interface EstateMeasurements {
  readonly planted: PlantedMeasurements;
  /** A day at a time, in batches of one series; nothing is held but what is not full yet. */
  batches(): Iterable<MeasurementBatch>;
}

const BATCH = 2_000;

/** Measurements of an estate, of any period: made as they are read. */
export const estateMeasurements = (
  estate: Estate,
  { seed = 1, start, end, stepMinutes = 5, faults = true }: MeasurementOptions,
): EstateMeasurements => {
  const period = { start: start.getTime(), end: end.getTime(), stepMs: stepMinutes * 60_000 };
  if (!(period.start < period.end))
    throw new GraphkeepError('invalid_input', 'start must be before end.', { field: 'start' });
  if (!Number.isInteger(stepMinutes) || DAY_MS % period.stepMs !== 0)
    throw new GraphkeepError(
      'invalid_input',
      `stepMinutes is ${stepMinutes}: must be a whole number of minutes of which a day is a multiple, like 1, 5 or 60.`,
      { field: 'stepMinutes' },
    );
  const planted = faults ? plantMeasurements(estate, seed, period) : nothingMeasured;
  return {
    planted,
    batches: function* () {
      const all = batches(rowsOf(estate, seed, period, planted), ({ series }) => series, BATCH);
      for (const [series, some] of all)
        yield { series, rows: some.map(({ row }) => row) } as MeasurementBatch;
    },
  };
};

interface Period {
  readonly start: number;
  readonly end: number;
  readonly stepMs: number;
}

/** Day by day, so that what is written together is of one time. */
function* rowsOf(
  estate: Estate,
  seed: number,
  { start, end, stepMs }: Period,
  planted: PlantedMeasurements,
): Generator<MeasuredRow> {
  const ground = { seed, stepMs, planted };
  const days = [...stepsOf(start, end, DAY_MS)].length;
  for (let day = Math.floor(start / DAY_MS) * DAY_MS; day < end; day += DAY_MS) {
    const [from, to] = [Math.max(day, start), Math.min(day + DAY_MS, end)];
    const times = [...stepsOf(from, to, stepMs)];
    for (const one of estate.nodes()) {
      if (one.label === 'Service')
        for (const row of systemRows(one.node, times, ground)) yield rowOf('system_metrics', row);
      const database = databaseOf(one);
      if (database)
        for (const row of databaseRows(database, times, ground)) yield rowOf('database_metrics', row);
      const costly = day >= start ? costlyOf(one) : undefined;
      if (costly) yield costRow(costly, day, seed, planted);
    }
    for (const { type, from: source, to: target } of estate.links())
      if (type === 'DEPENDS_ON')
        for (const row of networkRows({ source: source[1], target: target[1] }, times, ground))
          yield rowOf('network_metrics', row);
    if (day >= start) yield* companyRows(day, planted, days);
    yield* eventRows(planted, from, to);
  }
}

const databaseOf = (one: EstateNode) => {
  if (one.label === 'RDSInstance') return one.node;
  if (one.label !== 'EC2Instance' || one.node.sqlserverEdition === undefined) return undefined;
  const { instanceId, instanceType, region } = one.node;
  return { identifier: instanceId, engine: 'sqlserver', instanceClass: instanceType, region };
};

const TYPES: Readonly<Record<string, string>> = {
  EKSCluster: 'eks',
  Service: 'service',
  RDSInstance: 'rds',
  EC2Instance: 'ec2',
};

const costlyOf = (one: EstateNode) => {
  const monthly = monthlyOf(one);
  const resourceType = TYPES[one.label];
  if (monthly === undefined || resourceType === undefined) return undefined;
  const [key, name] = namesOf(one);
  return {
    resourceId: key,
    resourceType,
    resourceName: name,
    monthly,
    region: 'region' in one.node ? one.node.region : undefined,
  };
};

const namesOf = ({ label, node }: EstateNode): readonly [key: string, name: string] => {
  if (label === 'Service') return [node.serviceId, node.name];
  if (label === 'RDSInstance') return [node.identifier, node.identifier];
  if (label === 'EC2Instance') return [node.instanceId, node.name ?? node.instanceId];
  return 'name' in node ? [node.name, node.name] : ['', ''];
};
