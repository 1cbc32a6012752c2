import type { RollupDefinition, RowInputOf, SeriesDefinition } from '@graphkeep/models';
import type { SqlMigration } from '../migrations/migration.ts';
import { openSqlMigrator, type SqlMigrationStatus, type SqlMigrator } from '../migrations/migrator.ts';
import type { SqlStore } from '../store.ts';
import { type IngestOptions, type IngestReport, ingest } from './ingest.ts';
import { type RefreshOptions, type RefreshReport, refreshRollup } from './refresh.ts';
import { dropOld, type RetainReport } from './retain.ts';
import { seriesMigration } from './tables.ts';
import { mayUseTimescale, USE_TIMESCALE, useTimescale } from './use-timescale.ts';

export interface SeriesOptions<DB> {
  readonly store: SqlStore<DB>;
  /** One history of migrations for each name. */
  readonly name: string;
  readonly series: readonly SeriesDefinition[];
  readonly rollups?: readonly RollupDefinition[];
  /** What was changed since the tables were first made, from `0002-…` on; a field that it adds is among the `later` of its series. */
  readonly migrations?: readonly SqlMigration[];
  readonly now?: () => Date;
}

/** Measurements over time. */
export interface Series {
  /** The history of the tables. */
  readonly migrator: SqlMigrator;
  /** Makes the tables where they are missing, and applies what is to be applied. */
  migrate(): Promise<readonly string[]>;
  /** What is applied, and what is not. */
  status(): Promise<readonly SqlMigrationStatus[]>;
  ingest<D extends SeriesDefinition>(
    definition: D,
    rows: Iterable<RowInputOf<D>> | AsyncIterable<RowInputOf<D>>,
    options?: IngestOptions,
  ): Promise<IngestReport>;
  /** Brings roll-ups up to date; those that another process is at are left out. */
  refresh(options?: RefreshOptions): Promise<readonly RefreshReport[]>;
  /** Drops what is older than is to be kept. */
  retain(options?: { readonly signal?: AbortSignal }): Promise<readonly RetainReport[]>;
}

const FIRST = '0001-series';

/** @example const series = openSeries({ store, name: 'infra', series: infraSeries, rollups: infraRollups }); */
export const openSeries = <DB>({
  store,
  name,
  series,
  rollups = [],
  migrations = [],
  now = () => new Date(),
}: SeriesOptions<DB>): Series => {
  const history = openSqlMigrator(store, {
    name,
    migrations: [seriesMigration(FIRST, { series, rollups }), ...migrations],
  });
  const migrator: SqlMigrator = {
    ...history,
    up: async () => {
      await useTimescale(store);
      return history.up();
    },
    dryRun: async (told) => {
      if (told || !(await mayUseTimescale(store))) return history.dryRun(told);
      const statements = await history.dryRun({ ...(await store.capabilities()), hypertables: true });
      return [{ migration: FIRST, text: USE_TIMESCALE }, ...statements];
    },
  };
  return {
    migrator,
    migrate: migrator.up,
    status: migrator.status,
    ingest: (definition, rows, options = {}) => ingest(store, definition, rows, { ...options, rollups, now }),
    refresh: async (options) => {
      const reports: RefreshReport[] = [];
      for (const rollup of rollups) {
        const report = await refreshRollup(store, rollup, options);
        if (report) reports.push(report);
      }
      return reports;
    },
    retain: async (options) => {
      const reports: RetainReport[] = [];
      for (const definition of series) {
        const report = await dropOld(store, definition, now(), options);
        if (report) reports.push(report);
      }
      return reports;
    },
  };
};
