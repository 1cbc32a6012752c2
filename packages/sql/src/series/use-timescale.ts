import { isGraphkeepError } from '@graphkeep/core';
import { CompiledQuery, sql } from 'kysely';
import type { SqlStore } from '../store.ts';

export const USE_TIMESCALE = 'CREATE EXTENSION IF NOT EXISTS timescaledb';

/** Switches TimescaleDB on where the server has it and this user may; else its tables are plain ones. */
export const useTimescale = async <DB>(store: SqlStore<DB>): Promise<void> => {
  const { rows } = await store.read((db) =>
    sql`SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb' AND installed_version IS NULL`.execute(
      db,
    ),
  );
  if (rows.length === 0) return;
  await store
    .write((db) => db.executeQuery(CompiledQuery.raw(USE_TIMESCALE)))
    .catch((error: unknown) => {
      if (!isGraphkeepError(error) || error.code !== 'forbidden') throw error;
    });
};

/** Whether the server has TimescaleDB, switched off, and this user may switch it on. */
export const mayUseTimescale = async <DB>(store: SqlStore<DB>): Promise<boolean> => {
  const { rows } = await store.read((db) =>
    sql`
      SELECT 1 FROM pg_available_extensions e
        JOIN pg_available_extension_versions v ON v.name = e.name AND v.version = e.default_version
        JOIN pg_roles r ON r.rolname = current_user
      WHERE e.name = 'timescaledb' AND e.installed_version IS NULL AND (
        r.rolsuper OR ((v.trusted OR NOT v.superuser) AND has_database_privilege(current_database(), 'CREATE'))
      )`.execute(db),
  );
  return rows.length > 0;
};
