import { engineOf } from '../engine-of.ts';
import { createMigrator, type Migrator, type MigratorOptions } from './migrator.ts';

/** Runs migrations on the database of a store that `openGraph` has opened. */
export const openMigrator = (store: object, options: MigratorOptions): Migrator =>
  createMigrator(engineOf(store), options);
