import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphkeepError, StartError } from '@graphkeep/core';
import type { RowInputOf, SeriesDefinition } from '@graphkeep/models';
import { ofSeries } from '@graphkeep/models/infra';
import { defineService, type IngestReport, type Series, type SqlMigrationStatus } from '@graphkeep/platform';
import type { EstateGraph } from '../estate-graph.ts';
import type { Measured } from '../series/measured.ts';
import { openInfraTables } from './infra-tables.ts';

/** The estate's measurements, and their tables. */
interface Measurements {
  readonly series: Series;
  /** What to ask of them, once their tables are there. */
  ready(): Promise<Measured>;
  /** Takes rows, and ends what was answered without them. */
  ingest<D extends SeriesDefinition>(
    definition: D,
    rows: readonly RowInputOf<D>[],
    signal?: AbortSignal,
  ): Promise<IngestReport>;
  /** Brings roll-ups up to date, and ends what was answered from the sums before. */
  refresh(signal?: AbortSignal): ReturnType<Series['refresh']>;
  /** Whether there is something to be cared for: a store in this process is not opened for that alone. */
  inUse(): Promise<boolean>;
  status(): Promise<readonly SqlMigrationStatus[]>;
  migrate(): Promise<readonly string[]>;
}

const openMeasurements = (system: EstateGraph): Measurements => {
  const { sql, config, now } = system;
  const series = openInfraTables(sql, now);
  const migratesItself = sql.kind === 'embedded' || config.profile !== 'production';
  const measured: Measured = { sql, now, worth: config.infra };
  // Whoever comes first may be gone before the tables are made: the others still wait for them.
  const outside = AsyncLocalStorage.snapshot();
  const migrate = (): Promise<readonly string[]> =>
    outside(series.migrate).catch((error: unknown) => {
      // It is no fault of the caller, and is mended without this process.
      if (!(error instanceof StartError)) throw error;
      throw new GraphkeepError('unavailable', error.message, { cause: error });
    });
  let prepared: Promise<unknown> | undefined;
  const prepare = (): Promise<unknown> => {
    prepared ??= (migratesItself ? migrate() : assertMigrated(series)).catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    return prepared;
  };
  const ready = async (): Promise<Measured> => {
    await prepare();
    return measured;
  };
  return {
    series,
    ready,
    ingest: async (definition, rows, signal) => {
      await ready();
      const report = await series.ingest(definition, rows, signal && { signal });
      if (report.inserted > 0) await system.endTags(ofSeries(definition.name));
      return report;
    },
    refresh: (signal) =>
      series.refresh({
        onSummed: ({ of }) => system.endTags(ofSeries(of.name)),
        ...(signal && { signal }),
      }),
    inUse: async () =>
      sql.kind === 'embedded' ? prepared !== undefined : (await pendingOf(series)).length === 0,
    status: series.status,
    migrate,
  };
};

const pendingOf = async (series: Series): Promise<readonly SqlMigrationStatus[]> =>
  (await series.status()).filter(({ state }) => state !== 'applied');

const assertMigrated = async (series: Series): Promise<void> => {
  const left = await pendingOf(series);
  if (left.length === 0) return;
  throw new GraphkeepError(
    'unavailable',
    `The tables of measurements are not as this program needs them: ${left.map(({ name, state }) => `${name} is ${state}`).join(', ')}. Run graphkeep migrate up, or call infra.migrate by a key with the scope infra:admin.`,
  );
};

const measurements = defineService({ name: 'infra.measurements', open: openMeasurements });

export const measurementsOf = (platform: EstateGraph): Measurements => platform.service(measurements);
