import { infraRollups, infraSeries } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import type { Measured } from '../series/measured.ts';
import { planIndexes } from './plan-indexes.ts';
import { namesOf, readIndexes } from './read-indexes.ts';
import { wholeName } from './statement-plan.ts';

export interface IndexUse {
  /** Since when the server counts; null where it has counted from its start, or does not count. */
  readonly since: Date | null;
  /** Indexes that no statement has used. Null where the server does not count: the embedded one is one session. */
  readonly unused:
    | readonly { readonly table: string; readonly index: string; readonly bytes: number }[]
    | null;
  /** What hot statements need and do not have. */
  readonly missing: readonly { readonly table: string; readonly index: string; readonly why: string }[];
  /** Large tables that statements read from end to end: `perScan` rows each time. */
  readonly scanned:
    | readonly { readonly table: string; readonly scans: number; readonly perScan: number }[]
    | null;
}

/** A smaller table is read from end to end for good reason. */
const LARGE = 10_000;
const OFTEN = 10;

/** Which indexes nobody uses, and which are wanting. */
export const indexUse = async ({ sql: store }: Pick<Measured, 'sql'>): Promise<IndexUse> => {
  const { indexes } = await planIndexes({ sql: store });
  const missing = indexes
    .filter(({ statements }) => statements.length > 0)
    .map(({ table, name, why }) => ({ table, index: name, why }));
  if (store.kind === 'embedded') return { since: null, unused: null, missing, scanned: null };
  const tables = [...infraSeries, ...infraRollups].map(({ name }) => name);
  // A table in chunks is used through its chunks alone.
  const members = sql`(
    SELECT t.name, to_regclass(t.name)::oid AS member FROM ${namesOf(tables)}
    UNION ALL SELECT t.name, i.inhrelid FROM ${namesOf(tables)} JOIN pg_inherits i ON i.inhparent = to_regclass(t.name)
  ) AS m`;
  const [known, uses, scans, since] = await store.read(async (db) => [
    await readIndexes(db, tables),
    await sql<{ table: string; index: string; uses: number; bytes: number }>`
      SELECT m.name AS "table", s.indexrelname::text AS index, s.idx_scan AS uses, pg_relation_size(s.indexrelid) AS bytes
      FROM ${members} JOIN pg_stat_all_indexes s ON s.relid = m.member
      JOIN pg_index x ON x.indexrelid = s.indexrelid AND NOT x.indisunique`.execute(db),
    await sql<{ table: string; scans: number; perScan: number }>`
      SELECT * FROM (
        SELECT m.name AS "table", sum(s.seq_scan)::float8 AS scans, sum(s.seq_tup_read) / nullif(sum(s.seq_scan), 0) AS "perScan"
        FROM ${members} JOIN pg_stat_all_tables s ON s.relid = m.member GROUP BY 1
      ) AS used WHERE scans >= ${OFTEN} AND "perScan" >= ${LARGE} ORDER BY 2 DESC`.execute(db),
    await sql<{ since: Date | null }>`
      SELECT stats_reset AS since FROM pg_stat_database WHERE datname = current_database()`.execute(db),
  ]);
  const names = known.map(({ name }) => name);
  const sums = new Map<string, { table: string; index: string; uses: number; bytes: number }>();
  for (const one of uses.rows) {
    const index = wholeName(one.index, names);
    const sum = sums.get(index) ?? { table: one.table, index, uses: 0, bytes: 0 };
    sums.set(index, { ...sum, uses: sum.uses + one.uses, bytes: sum.bytes + one.bytes });
  }
  return {
    since: since.rows[0]?.since ?? null,
    unused: [...sums.values()]
      .filter((one) => one.uses === 0)
      .map(({ table, index, bytes }) => ({ table, index, bytes }))
      .sort((one, other) => other.bytes - one.bytes),
    missing,
    scanned: scans.rows,
  };
};
