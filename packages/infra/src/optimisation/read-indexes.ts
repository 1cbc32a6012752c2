import { type Kysely, type RawBuilder, sql } from 'kysely';

export interface FoundIndex {
  readonly table: string;
  readonly name: string;
  /** False after an attempt to make it that did not come to its end. */
  readonly valid: boolean;
  /** As they are written in a definition: `time DESC`. */
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly partial: boolean;
  readonly unique: boolean;
}

/** As rows of `t(name)`. */
export const namesOf = (tables: readonly string[]): RawBuilder<unknown> =>
  sql`(VALUES ${sql.join(tables.map((table) => sql`(${table}::text)`))}) AS t(name)`;

/** The indexes of tables as they are; those of a table in chunks once. */
export const readIndexes = async (
  db: Kysely<unknown>,
  tables: readonly string[],
): Promise<readonly FoundIndex[]> => {
  const named = (from: string, to: string, as: string) => sql`ARRAY(
    SELECT a.attname::text || CASE WHEN ${sql.raw(as)} AND x.indoption[k - 1] & 1 = 1 THEN ' DESC' ELSE '' END
    FROM generate_series(${sql.raw(from)}, ${sql.raw(to)}) AS k
    JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[k - 1] ORDER BY k)`;
  const { rows } = await sql<FoundIndex>`
    SELECT t.name AS "table", i.relname::text AS name, x.indisvalid AS valid, x.indisunique AS "unique",
      ${named('1', 'x.indnkeyatts', 'true')} AS columns, ${named('x.indnkeyatts + 1', 'x.indnatts', 'false')} AS include,
      x.indpred IS NOT NULL AS partial
    FROM ${namesOf(tables)} JOIN pg_index x ON x.indrelid = to_regclass(t.name) JOIN pg_class i ON i.oid = x.indexrelid
    ORDER BY 1, 2`.execute(db);
  return rows;
};

/** Which of the tables there are, and which of those are in chunks. */
export const readTables = async (
  db: Kysely<unknown>,
  tables: readonly string[],
): Promise<ReadonlyMap<string, { readonly chunked: boolean }>> => {
  const there = await sql<{ name: string }>`
    SELECT t.name FROM ${namesOf(tables)} WHERE to_regclass(t.name) IS NOT NULL`.execute(db);
  const known = await sql<{ known: boolean }>`
    SELECT to_regclass('timescaledb_information.hypertables') IS NOT NULL AS known`.execute(db);
  const chunked = known.rows[0]?.known
    ? await sql<{ name: string }>`
        SELECT hypertable_name::text AS name FROM timescaledb_information.hypertables`.execute(db)
    : { rows: [] };
  const inChunks = new Set(chunked.rows.map(({ name }) => name));
  return new Map(there.rows.map(({ name }) => [name, { chunked: inChunks.has(name) }]));
};
