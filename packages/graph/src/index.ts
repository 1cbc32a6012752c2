export type { GroupOf, Hit, Measured, Measures, UpsertOf } from '@graphkeep/models';
export { type EncryptionKeys, keysFrom } from './encryption/keys.ts';
export type { Fingerprint } from './insight/fingerprints.ts';
export type { Insight, InsightOptions, PlannedStatement, SlowStatement } from './insight/insight.ts';
export type { Suggestion } from './insight/suggestions.ts';
export type { JournalEntry, JournalPage, Recorded } from './journal/entry.ts';
export type {
  FollowOptions,
  Journal,
  JournalOptions,
  JournalStatus,
  ReadOptions,
} from './journal/journal.ts';
export type { Change } from './journal/record.ts';
export type { Candidate, LeaderOptions, Leadership } from './leader.ts';
export {
  type GraphOptions,
  type GraphStore,
  openGraph,
  type Repositories,
  type StatementEvent,
} from './open-graph.ts';
export { type Cypher, cypher, type Hole } from './raw/cypher.ts';
export type { Query, QueryOptions } from './raw/query.ts';
export type { AnyNode, GraphLink, Path, Subgraph } from './read/paths.ts';
export type { Repository } from './repository.ts';
export type { SchemaDiff } from './schema/diff.ts';
export type { SchemaItem } from './schema/item.ts';
export type { ApplyOptions, SchemaManager, SchemaOptions } from './schema/schema.ts';
export type { Committed, OnCommitted } from './transaction/committed.ts';
export type { TransactionOptions, WriteOptions } from './transaction/options.ts';
export { withKeptAnswers } from './transaction/with-kept-answers.ts';
export { type CheckOptions, checkExport, type ExportSummary } from './transfer/check-export.ts';
export { type ExportOptions, exportGraph } from './transfer/export-graph.ts';
export { type FillOptions, type FillProgress, type FillReport, fillGraph } from './transfer/fill-graph.ts';
export { type ImportOptions, type ImportProgress, importGraph } from './transfer/import-graph.ts';
export { type Hooks, withHooks } from './with-hooks.ts';
export type { BulkOptions } from './write/bulk.ts';
export type { PatchedCount, PatchOptions } from './write/patch.ts';
export type { RemovedCount } from './write/remove.ts';
export type { UpsertCounts } from './write/upsert.ts';
export type { VersionOption } from './write/version.ts';
export type { PairOf } from './write/writes.ts';
