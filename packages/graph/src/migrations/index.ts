export { type IntrospectOptions, introspect } from '../introspect/introspect.ts';
export type {
  BatchOptions,
  Migration,
  MigrationModule,
  MigrationProgress,
  MigrationSteps,
  RunText,
} from './migration.ts';
export type { Migrator, MigratorOptions, TrialStatement } from './migrator.ts';
export { openMigrator } from './open-migrator.ts';
export type { MigrationStatus } from './plan.ts';
export { checksumOf, readMigrations } from './read-migrations.ts';
