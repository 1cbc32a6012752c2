import { StartError } from '@graphkeep/core';
import type { Engine } from '../engine/engine.ts';
import type { Migration, MigrationProgress } from './migration.ts';
import { createMigrator } from './migrator.ts';

export interface MigrationsAtStart {
  readonly list: readonly Migration[];
  /** Whether what is not applied yet is applied at the start; else the start is refused. @default false */
  readonly auto?: boolean;
  readonly onProgress?: (progress: MigrationProgress) => void;
}

/** A program must not work on a store that its own migrations have not been through. */
export const migrateAtStart = async (
  engine: Engine,
  { list, auto = false, onProgress = () => {} }: MigrationsAtStart,
): Promise<void> => {
  const migrator = createMigrator(engine, { migrations: list, onProgress });
  if (auto) {
    await migrator.up();
    return;
  }
  const pending = await migrator.pending();
  if (pending.length > 0)
    throw new StartError(
      `The migrations ${pending.join(', ')} are not applied yet: apply them, or open the graph with \`migrations: { auto: true }\`.`,
    );
};
