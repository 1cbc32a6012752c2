import { infraRollups, infraSeries } from '@graphkeep/models/infra';
import { openSeries, type Series, type SqlStore } from '@graphkeep/platform';

/** The tables of measurements, with one history whoever opens them: a server or a command. */
export const openInfraTables = (sql: SqlStore<unknown>, now: () => Date = () => new Date()): Series =>
  openSeries({
    store: sql,
    name: 'infra',
    series: infraSeries,
    rollups: infraRollups,
    migrations: [
      {
        name: '0002-coverage',
        up: ['ALTER TABLE validation_results ADD COLUMN looked bigint, ADD COLUMN looked_of bigint'],
        down: ['ALTER TABLE validation_results DROP COLUMN looked, DROP COLUMN looked_of'],
      },
    ],
    now,
  });

export const infraMigrator = (sql: SqlStore<unknown>): Series['migrator'] => openInfraTables(sql).migrator;
