import { type Kysely, sql } from 'kysely';
import type { SqlEngine } from './engine/session.ts';

/**
 * The right to do a thing alone. At a server it belongs to a connection, and the work is done by that one: with the connection
 * the lock is lost, and so is what was under way. The embedded engine has one process, and there a name in a set is enough.
 */
export class Locks {
  readonly #kind: SqlEngine['kind'];
  readonly #held = new Set<string>();

  constructor(kind: SqlEngine['kind']) {
    this.#kind = kind;
  }

  async run<DB, T>(
    db: Kysely<DB>,
    name: string,
    work: (db: Kysely<DB>) => Promise<T>,
  ): Promise<{ readonly value: T } | undefined> {
    if (this.#held.has(name)) return undefined;
    this.#held.add(name);
    try {
      return this.#kind === 'embedded' ? { value: await work(db) } : await atServer(db, name, work);
    } finally {
      this.#held.delete(name);
    }
  }
}

const atServer = <DB, T>(
  db: Kysely<DB>,
  name: string,
  work: (db: Kysely<DB>) => Promise<T>,
): Promise<{ readonly value: T } | undefined> =>
  db.connection().execute(async (own) => {
    const key = sql`hashtextextended(${`graphkeep:${name}`}, 0)`;
    const { rows } = await sql<{ got: boolean }>`SELECT pg_try_advisory_lock(${key}) AS got`.execute(own);
    if (rows[0]?.got !== true) return undefined;
    try {
      return { value: await work(own) };
    } finally {
      await sql`SELECT pg_advisory_unlock(${key})`.execute(own).catch(() => {});
    }
  });
