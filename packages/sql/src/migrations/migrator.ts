import { setTimeout as sleep } from 'node:timers/promises';
import { GraphkeepError, StartError } from '@graphkeep/core';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { Capabilities } from '../capabilities.ts';
import type { SqlStore } from '../store.ts';
import { checksumOf, ordered, type SqlMigration, statementsFor } from './migration.ts';

export interface SqlMigrationStatus {
  readonly name: string;
  /** `changed`: applied, and another text since. `unknown`: applied by a program that has one which this has not. */
  readonly state: 'applied' | 'pending' | 'changed' | 'unknown';
  readonly at?: Date;
  readonly reversible: boolean;
}

export interface SqlMigrator {
  status(): Promise<readonly SqlMigrationStatus[]>;
  /** Applies what is not applied yet, in order; answers their names. A second runner waits for the first. */
  up(): Promise<readonly string[]>;
  /** Undoes the last ones, the last first; answers their names. */
  down(options?: { readonly count?: number }): Promise<readonly string[]>;
  /** The statements that `up` would run, at a server that can do this. @default what it can do now */
  dryRun(
    capabilities?: Capabilities,
  ): Promise<readonly { readonly migration: string; readonly text: string }[]>;
}

export interface SqlMigratorOptions {
  /** One history for each name, so that several domains share a database. */
  readonly name: string;
  readonly migrations: readonly SqlMigration[];
  /** How long to wait while another runner is at work. @default 60 s */
  readonly waitMs?: number;
}

interface Applied {
  readonly name: string;
  readonly checksum: string;
  readonly at: Date;
}

const POLL_MS = 100;

export const openSqlMigrator = <DB>(
  store: SqlStore<DB>,
  { name: history, migrations: given, waitMs = 60_000 }: SqlMigratorOptions,
): SqlMigrator => {
  const migrations = ordered(given);

  const applied = async (db: Kysely<DB>): Promise<readonly Applied[]> => {
    await sql`CREATE TABLE IF NOT EXISTS graphkeep_migrations (
      history text, name text, checksum text NOT NULL, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (history, name)
    )`.execute(db);
    const { rows } = await sql<Applied>`
      SELECT name, checksum, at FROM graphkeep_migrations WHERE history = ${history} ORDER BY name`.execute(
      db,
    );
    return rows;
  };

  const statusOf = (known: readonly Applied[]): readonly SqlMigrationStatus[] => {
    const names = new Set(migrations.map(({ name }) => name));
    const mine = migrations.map((migration): SqlMigrationStatus => {
      const { name, down } = migration;
      const record = known.find((one) => one.name === name);
      const reversible = down !== undefined;
      if (!record) return { name, state: 'pending', reversible };
      const state = record.checksum === checksumOf(migration) ? 'applied' : 'changed';
      return { name, state, at: record.at, reversible };
    });
    const others = known
      .filter(({ name }) => !names.has(name))
      .map(({ name, at }): SqlMigrationStatus => ({ name, state: 'unknown', at, reversible: false }));
    return [...mine, ...others].sort((one, other) => (one.name < other.name ? -1 : 1));
  };

  const alone = async <T>(work: (db: Kysely<DB>) => Promise<T>): Promise<T> => {
    for (const began = performance.now(); ; await sleep(POLL_MS)) {
      const done = await store.locked(`migrations:${history}`, work);
      if (done) return done.value;
      if (performance.now() - began > waitMs)
        throw new StartError(
          `Another process is running the migrations of ${history}, and was not done within ${Math.round(waitMs / 1_000)} s.`,
        );
    }
  };

  const run = async (
    db: Kysely<DB>,
    migration: SqlMigration,
    texts: readonly string[],
    record: (db: Kysely<DB>) => Promise<unknown>,
  ): Promise<void> => {
    const all = async (within: Kysely<DB>): Promise<void> => {
      for (const text of texts) await within.executeQuery(CompiledQuery.raw(text));
      await record(within);
    };
    await ((migration.transaction ?? true) ? db.transaction().execute(all) : all(db)).catch(
      (cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new StartError(`The migration ${migration.name} failed: ${reason}`, { cause });
      },
    );
  };

  return {
    status: async () => statusOf(await alone(applied)),
    dryRun: async (told) => {
      const capabilities = told ?? (await store.capabilities());
      const pending = pendingOf(statusOf(await alone(applied)));
      return migrations
        .filter(({ name }) => pending.includes(name))
        .flatMap(({ name, up }) =>
          statementsFor(up, capabilities).map((text) => ({ migration: name, text })),
        );
    },
    up: async () => {
      const capabilities = await store.capabilities();
      return alone(async (db) => {
        const pending = pendingOf(statusOf(await applied(db)));
        for (const migration of migrations.filter(({ name }) => pending.includes(name)))
          await run(db, migration, statementsFor(migration.up, capabilities), (within) =>
            sql`INSERT INTO graphkeep_migrations (history, name, checksum) VALUES (${history}, ${migration.name}, ${checksumOf(migration)})`.execute(
              within,
            ),
          );
        return pending;
      });
    },
    down: async ({ count = 1 } = {}) => {
      const capabilities = await store.capabilities();
      return alone(async (db) => {
        const last = statusOf(await applied(db))
          .filter(({ state }) => state !== 'pending')
          .slice(-count)
          .reverse();
        for (const { name } of last) {
          const migration = migrations.find((one) => one.name === name);
          if (!migration?.down)
            throw new GraphkeepError(
              'invalid_input',
              `The migration ${name} has no \`down\`: it cannot be undone.`,
            );
          await run(db, migration, statementsFor(migration.down, capabilities), (within) =>
            sql`DELETE FROM graphkeep_migrations WHERE history = ${history} AND name = ${name}`.execute(
              within,
            ),
          );
        }
        return last.map(({ name }) => name);
      });
    },
  };
};

/** What is to be applied, if this program's migrations and the database's history belong together. */
const pendingOf = (states: readonly SqlMigrationStatus[]): readonly string[] => {
  const unknown = states.find(({ state }) => state === 'unknown');
  if (unknown)
    throw new StartError(
      `The database has the migration ${unknown.name}, which this program does not have: a newer program has been here. Start that one.`,
    );
  const changed = states.find(({ state }) => state === 'changed');
  if (changed)
    throw new StartError(
      `The migration ${changed.name} was applied, and its text has changed since: bring back what was applied, and put the change into a new migration.`,
    );
  const last = states.findLast(({ state }) => state === 'applied')?.name ?? '';
  const pending = states.filter(({ state }) => state === 'pending').map(({ name }) => name);
  const late = pending.find((name) => name < last);
  if (late !== undefined)
    throw new StartError(
      `The migration ${late} comes before ${last}, which is applied already: give it a later number.`,
    );
  return pending;
};
