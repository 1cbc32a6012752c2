import type { RollupDefinition } from '@graphkeep/models';
import { CompiledQuery, sql } from 'kysely';
import type { SqlStore } from '../store.ts';
import { PARTS, partColumn, quote } from './column.ts';

/** How many buckets one transaction sums up. */
const AT_ONCE = 200;

export interface RefreshReport {
  readonly rollup: string;
  /** How many buckets were summed up. */
  readonly buckets: number;
}

export interface RefreshOptions {
  readonly signal?: AbortSignal;
  /**
   * Told of each roll-up that has other sums than before, while no other process sums it up. Where this process ends before
   * it has told, the next one to refresh the roll-up tells.
   */
  readonly onSummed?: (rollup: RollupDefinition) => Promise<void>;
}

/** Sums up what rows were added to, however late they came. Undefined where another process is at it. */
export const refreshRollup = async <DB>(
  store: SqlStore<DB>,
  rollup: RollupDefinition,
  { signal, onSummed = async () => {} }: RefreshOptions = {},
): Promise<RefreshReport | undefined> => {
  // A line in the list of what is late, whose bucket means nothing: it is kept or lost together with the sums.
  const untold = `untold:${rollup.name}`;
  const done = await store.locked(`rollup:${rollup.name}`, async (db) => {
    let buckets = 0;
    for (;;) {
      signal?.throwIfAborted();
      const some = await db.transaction().execute(async (transaction) => {
        // What is committed from here on has a line of its own in the list, and its turn later.
        const { rows } = await sql<{ bucket: Date }>`
          DELETE FROM graphkeep_late WHERE rollup = ${rollup.name} AND bucket IN (
            SELECT DISTINCT bucket FROM graphkeep_late WHERE rollup = ${rollup.name} ORDER BY bucket LIMIT ${AT_ONCE}
          ) RETURNING bucket`.execute(transaction);
        const late = [...new Set(rows.map(({ bucket }) => bucket.toISOString()))];
        if (late.length === 0) return 0;
        const list = `{${late.map((time) => `"${time}"`).join(',')}}`;
        await transaction.executeQuery(
          CompiledQuery.raw(`DELETE FROM ${quote(rollup.name)} WHERE bucket = ANY($1::timestamptz[])`, [
            list,
          ]),
        );
        await transaction.executeQuery(CompiledQuery.raw(sumText(rollup), [list]));
        await sql`INSERT INTO graphkeep_late (rollup, bucket) VALUES (${untold}, ${late[0]})`.execute(
          transaction,
        );
        return late.length;
      });
      buckets += some;
      if (some === 0) break;
    }
    const { rows } = await sql`SELECT 1 FROM graphkeep_late WHERE rollup = ${untold} LIMIT 1`.execute(db);
    if (rows.length > 0) {
      await onSummed(rollup);
      await sql`DELETE FROM graphkeep_late WHERE rollup = ${untold}`.execute(db);
    }
    return buckets;
  });
  return done && { rollup: rollup.name, buckets: done.value };
};

/** A day of an interval has 23 hours where the session's zone changes its clocks; an hour is an hour. */
const HOURS: Readonly<Record<RollupDefinition['bucket'], number>> = { hour: 1, day: 24, week: 7 * 24 };

const sumText = (rollup: RollupDefinition): string => {
  const { name, of, by, measures, bucket } = rollup;
  const keys = by.map(({ stored }) => quote(stored));
  const parts = measures.flatMap((field) =>
    PARTS.map((part) => ({
      column: quote(partColumn(field, part)),
      value: `${part}(${quote(field.stored)})`,
    })),
  );
  const columns = ['bucket', ...keys, '"rows"', ...parts.map(({ column }) => column)];
  return [
    `INSERT INTO ${quote(name)} (${columns.join(', ')})`,
    `SELECT ${['b.bucket', ...keys, 'count(*)', ...parts.map(({ value }) => value)].join(', ')}`,
    `FROM unnest($1::timestamptz[]) AS b(bucket) JOIN ${quote(of.name)} ON time >= b.bucket AND time < b.bucket + INTERVAL '${HOURS[bucket]} hours'`,
    `GROUP BY ${['b.bucket', ...keys].join(', ')}`,
  ].join(' ');
};
