import type { Field } from '@graphkeep/models';
import { quote } from '../cypher.ts';

/** A property, and where a row has its value. */
export interface RowColumn {
  readonly field: Field;
  readonly stored: string;
  /** row[3] */
  readonly value: string;
}

/**
 * The columns of rows that are lists: the engines take a list of values in about half the time of a map with names, and
 * the embedded one holds the event loop while it takes them.
 */
export const rowColumns = (fields: readonly Field[], from: number): readonly RowColumn[] =>
  fields
    .flatMap((field) =>
      [field.stored, ...(field.blind === undefined ? [] : [field.blind])].map((stored) => ({
        field,
        stored,
      })),
    )
    .map((column, index) => ({ ...column, value: `row[${from + index}]` }));

/** {`name`: row[1], `level`: row[2]} */
export const rowMap = (columns: readonly RowColumn[]): string =>
  `{${columns.map(({ stored, value }) => `${quote(stored)}: ${value}`).join(', ')}}`;
