import type { SeriesIndex } from '@graphkeep/models';
import { quote } from './column.ts';

export interface IndexTextOptions {
  /** Without keeping writers out; not within a transaction, and not of a table in chunks. */
  readonly concurrently?: boolean;
  /** Of a table in chunks: one transaction for each of them, so that writers wait for one chunk at most. */
  readonly byChunk?: boolean;
}

/** The statement that makes an index of a table of measurements. */
export const createIndexText = (
  table: string,
  { name, columns, include = [], where }: SeriesIndex,
  { concurrently = false, byChunk = false }: IndexTextOptions = {},
): string =>
  [
    `CREATE INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${quote(name)} ON ${quote(table)} (${columns.join(', ')})`,
    ...(include.length > 0 ? [`INCLUDE (${include.join(', ')})`] : []),
    ...(byChunk ? ['WITH (timescaledb.transaction_per_chunk)'] : []),
    ...(where === undefined ? [] : [`WHERE ${where}`]),
  ].join(' ');
