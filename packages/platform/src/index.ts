export type { Cleaning, CleanOptions, CleanPlan, CleanReport, Selection } from '@graphkeep/cache/admin';
// What domains need of the stores themselves, which they do not import.
export { type Cypher, cypher, type JournalEntry, type JournalPage } from '@graphkeep/graph';
export {
  createIndexText,
  type IngestReport,
  openSeries,
  type Series,
  type SqlMigrationStatus,
  type SqlStore,
} from '@graphkeep/sql';
export type {
  Audit,
  AuditEntry,
  AuditEvent,
  AuditFilter,
  AuditPage,
  AuditProblem,
  AuditReadOptions,
  AuditVerdict,
  VerifyOptions,
} from './audit/audit.ts';
export { isPseudonym, pseudonymOf } from './audit/pseudonym.ts';
export type { CachePolicies, CachePolicy } from './caching/policies.ts';
export { erasuresOf } from './erasures/erasures-of.ts';
export type { ErasurePage, ErasureReceipt, Erasures, OpenErasure } from './erasures/open-erasures.ts';
export type { Health, StoreHealth, StoreName } from './health.ts';
export { defineJob, type Every, type Job, type JobRun, type JobStatus, type Jobs } from './job.ts';
export type { JournalConsumer } from './journal-consumer.ts';
export {
  type ApiKey,
  apiKeySchema,
  type MadeApiKey,
  madeApiKeySchema,
  type NewApiKey,
  newApiKeySchema,
  type RotateApiKey,
  rotateApiKeySchema,
} from './keys/api-key.ts';
export { keysOf } from './keys/keys-of.ts';
export type { Keys } from './keys/open-keys.ts';
export { defineLater, type Later, type LaterWrites } from './later.ts';
export { openPlatform, type Platform, type PlatformOptions } from './open-platform.ts';
export type { Operations, SchemaReport } from './operations.ts';
export { hasScope, type Principal } from './principal.ts';
export type { Aged, CachedModel, CachedReads, Scoped } from './scoped.ts';
export { defineService, type Service } from './service.ts';
export { storedGraph } from './stores/stored-graph.ts';
