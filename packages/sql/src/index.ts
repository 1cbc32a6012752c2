export { type InsertCounts, type InsertOptions, insertRows } from './bulk/insert-rows.ts';
export type { Capabilities } from './capabilities.ts';
export type { PoolStatistics } from './engine/session.ts';
export type { Fingerprint, Insight, InsightOptions, SlowStatement } from './insight/insight.ts';
export type { SqlMigration, Statements } from './migrations/migration.ts';
export {
  openSqlMigrator,
  type SqlMigrationStatus,
  type SqlMigrator,
  type SqlMigratorOptions,
} from './migrations/migrator.ts';
export { openSql, type SqlOptions } from './open-sql.ts';
export { createIndexText, type IndexTextOptions } from './series/index-text.ts';
export type { IngestOptions, IngestReport, RejectedRow } from './series/ingest.ts';
export { openSeries, type Series, type SeriesOptions } from './series/open-series.ts';
export type { RefreshReport } from './series/refresh.ts';
export type { RetainReport } from './series/retain.ts';
export type { LockedOptions, SqlStore, WriteOptions } from './store.ts';
export type { StatementEvent } from './watch.ts';
