export type { Cleaning, CleanOptions, CleanPlan, CleanReport, Tally } from './clean.ts';
export { type MemoryCleaningOptions, openMemoryCleaning } from './clean-memory.ts';
export type { CacheHealth, Check, HealthOptions } from './health.ts';
export type { Adoption, AdoptOptions, AdoptReport, OlderEntry, OlderLayout } from './older.ts';
export { type CacheAdmin, type CacheAdminOptions, openCacheAdmin } from './open-admin.ts';
export type { Budget, Extent } from './scan.ts';
export type { Exists, Reason, Selection } from './selection.ts';
export type { HitRates, ServerMemory, Statistics, TtlBucket, TypeStatistics } from './statistics.ts';
export type { WarmOptions, WarmReport } from './warm.ts';
