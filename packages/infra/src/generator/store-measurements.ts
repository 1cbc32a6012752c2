import { infraSeries } from '@graphkeep/models/infra';
import type { EstateGraph } from '../estate-graph.ts';
import { measurementsOf } from '../measurements/measurements.ts';
import type { MadeSeries } from './measured-rows.ts';
import type { EstateMeasurements } from './measurements.ts';

export interface StoreMeasurementsOptions {
  readonly signal?: AbortSignal;
  /** Told after each batch, of all rows so far. */
  readonly onProgress?: (done: StoredMeasurements) => void;
}

export interface StoredMeasurements {
  readonly inserted: number;
  readonly duplicates: number;
  /** Among them those that are older than their series are kept. */
  readonly rejected: number;
}

/** Writes measurements, and sums them up. Once more after any failure, it adds what is missing. */
export const storeMeasurements = async (
  platform: EstateGraph,
  measurements: EstateMeasurements,
  { signal, onProgress = () => {} }: StoreMeasurementsOptions = {},
): Promise<StoredMeasurements> => {
  const { ingest, refresh } = measurementsOf(platform);
  let done: StoredMeasurements = { inserted: 0, duplicates: 0, rejected: 0 };
  for (const { series, rows } of measurements.batches()) {
    signal?.throwIfAborted();
    const report = await ingest(definitionOf(series), rows as never, signal);
    done = {
      inserted: done.inserted + report.inserted,
      duplicates: done.duplicates + report.duplicates,
      rejected: done.rejected + report.rejected,
    };
    onProgress(done);
  }
  await refresh(signal);
  return done;
};

const definitionOf = (name: MadeSeries) => {
  const definition = infraSeries.find((one) => one.name === name);
  if (!definition) throw new TypeError(`There is no series ${name}.`);
  return definition;
};
