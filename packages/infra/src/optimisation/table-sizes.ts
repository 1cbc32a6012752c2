import { infraRollups, infraSeries } from '@graphkeep/models/infra';
import { type Kysely, sql } from 'kysely';
import type { Measured } from '../series/measured.ts';
import { readTables } from './read-indexes.ts';

export interface TableSize {
  readonly table: string;
  /** As the server reckons; null before it has looked at the table for the first time. */
  readonly rows: number | null;
  readonly bytes: number;
  readonly indexBytes: number;
  readonly oldest: Date | null;
  readonly newest: Date | null;
  /** Bytes with indexes, over the time that the table covers; null where that is less than a day. */
  readonly growthPerDay: number | null;
  /** Undefined where nothing is ever dropped. */
  readonly keepDays?: number;
}

const DAY_MS = 86_400_000;

/** How large the tables of measurements are, and how fast they grow. */
export const tableSizes = async ({ sql: store }: Pick<Measured, 'sql'>): Promise<readonly TableSize[]> => {
  const tables = [
    ...infraSeries.map(({ name, keepDays }) => ({ name, keepDays, time: 'time' })),
    ...infraRollups.map(({ name }) => ({ name, keepDays: undefined, time: 'bucket' })),
  ];
  return store.read(async (db) => {
    const there = await readTables(
      db,
      tables.map(({ name }) => name),
    );
    const sizes: TableSize[] = [];
    for (const { name, keepDays, time } of tables) {
      const known = there.get(name);
      if (!known) continue;
      const measured = await measure(db, name, time, known.chunked);
      sizes.push({ table: name, ...measured, ...(keepDays !== undefined && { keepDays }) });
    }
    return sizes;
  });
};

interface Stored {
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly indexBytes: number | null;
}

const measure = async (
  db: Kysely<unknown>,
  table: string,
  time: string,
  chunked: boolean,
): Promise<Omit<TableSize, 'table' | 'keepDays'>> => {
  const stored = chunked
    ? await sql<Stored>`
        SELECT approximate_row_count(to_regclass(${table})) AS rows, (table_bytes + coalesce(toast_bytes, 0))::bigint AS bytes,
          index_bytes AS "indexBytes" FROM hypertable_detailed_size(to_regclass(${table}))`.execute(db)
    : await sql<Stored>`
        SELECT nullif(reltuples, -1)::bigint AS rows, pg_table_size(oid) AS bytes, pg_indexes_size(oid) AS "indexBytes"
        FROM pg_class WHERE oid = to_regclass(${table})`.execute(db);
  const span = await sql<{ oldest: Date | null; newest: Date | null }>`
    SELECT min(${sql.ref(time)}) AS oldest, max(${sql.ref(time)}) AS newest FROM ${sql.table(table)}`.execute(
    db,
  );
  const { rows = null, bytes, indexBytes } = stored.rows[0] ?? { bytes: 0, indexBytes: 0 };
  const { oldest, newest } = span.rows[0] ?? { oldest: null, newest: null };
  const days = oldest && newest ? (newest.getTime() - oldest.getTime()) / DAY_MS : 0;
  const all = (bytes ?? 0) + (indexBytes ?? 0);
  return {
    rows,
    bytes: bytes ?? 0,
    indexBytes: indexBytes ?? 0,
    oldest,
    newest,
    growthPerDay: days >= 1 ? all / days : null,
  };
};
