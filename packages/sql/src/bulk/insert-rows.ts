import { CompiledQuery } from 'kysely';
import type { SqlStore } from '../store.ts';
import { arrayLiteral, isSentAsText } from './array-literal.ts';
import { openBreath } from './breath.ts';

export interface InsertOptions<R> {
  readonly table: string;
  /** Columns by their names, with their types; what a row has for them are values or null. */
  readonly columns: { readonly [K in keyof R & string]: string };
  /** Rows in one statement. @default 5,000 */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  /** Told after each batch: how many rows were taken, and how many of them were there already. */
  readonly onProgress?: (counts: InsertCounts) => void;
}

export interface InsertCounts {
  readonly taken: number;
  readonly inserted: number;
  /** Rows whose key was there already. */
  readonly duplicates: number;
}

/**
 * Inserts rows as they come, and leaves out those that are there already, so that it may be done again after any failure. No
 * more than one batch waits while another is written: a source that is faster is not read.
 */
export const insertRows = async <DB, R extends object>(
  store: SqlStore<DB>,
  rows: Iterable<R> | AsyncIterable<R>,
  { table, columns, batch = 5_000, signal, onProgress = () => {} }: InsertOptions<R>,
): Promise<InsertCounts> => {
  const names = Object.keys(columns) as (keyof R & string)[];
  const text = statementOf(table, names, columns);
  let counts: InsertCounts = { taken: 0, inserted: 0, duplicates: 0 };
  let writing: Promise<void> = Promise.resolve();

  const paramsOf = (some: readonly R[]): string[] =>
    names.map((name) =>
      arrayLiteral(
        columns[name],
        some.map((row) => row[name]),
      ),
    );
  const write = async (params: string[], length: number): Promise<void> => {
    const { numAffectedRows = 0n } = await store.write((db) =>
      db.executeQuery(CompiledQuery.raw(text, params)),
    );
    const inserted = Number(numAffectedRows);
    counts = {
      taken: counts.taken + length,
      inserted: counts.inserted + inserted,
      duplicates: counts.duplicates + length - inserted,
    };
    onProgress(counts);
  };

  let some: R[] = [];
  const flush = async (): Promise<void> => {
    const { length } = some;
    // Made while the batch before is written.
    const params = paramsOf(some);
    some = [];
    await writing;
    signal?.throwIfAborted();
    writing = write(params, length);
    // A batch that fails is told by the next one, or at the end.
    writing.catch(() => {});
  };
  const breath = openBreath();
  for await (const row of rows) {
    some.push(row);
    if (some.length >= batch) await flush();
    await breath();
  }
  if (some.length > 0) await flush();
  await writing;
  return counts;
};

const statementOf = <R>(
  table: string,
  names: readonly (keyof R & string)[],
  columns: { readonly [K in keyof R & string]: string },
): string => {
  const lists = names.map(
    (name, index) => `$${index + 1}::${isSentAsText(columns[name]) ? 'text' : columns[name]}[]`,
  );
  const values = names.map((name) =>
    isSentAsText(columns[name]) ? `u.${quote(name)}::${columns[name]}` : `u.${quote(name)}`,
  );
  const list = names.map(quote).join(', ');
  return [
    `INSERT INTO ${quote(table)} (${list})`,
    `SELECT ${values.join(', ')} FROM unnest(${lists.join(', ')}) AS u(${list})`,
    'ON CONFLICT DO NOTHING',
  ].join(' ');
};

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
