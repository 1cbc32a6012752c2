import { isGraphkeepError } from '@graphkeep/core';
import { sql } from 'kysely';
import type { SqlStore } from '../store.ts';

/** Switches TimescaleDB on where the server has it and this user may; else its tables are plain ones. */
export const useTimescale = async <DB>(store: SqlStore<DB>): Promise<void> => {
  const { rows } = await store.read((db) =>
    sql`SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb' AND installed_version IS NULL`.execute(
      db,
    ),
  );
  if (rows.length === 0) return;
  await store
    .write((db) => sql`CREATE EXTENSION IF NOT EXISTS timescaledb`.execute(db))
    .catch((error: unknown) => {
      if (!isGraphkeepError(error) || error.code !== 'forbidden') throw error;
    });
};
