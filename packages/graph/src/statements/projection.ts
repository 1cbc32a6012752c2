import type { Field } from '@graphkeep/models';
import type { Column, Columns } from './column.ts';
import { quote } from './cypher.ts';
import { assertPlain, wrong } from './values.ts';

const whole = new WeakMap<Columns, readonly Column[]>();

/** The columns that a caller wants: those of `select`, or all but those of `omit`. */
export const projected = (
  columns: Columns,
  { select, omit }: { readonly select?: unknown; readonly omit?: unknown },
  at = '',
): readonly Column[] => {
  const all = whole.get(columns) ?? [...columns.values()];
  whole.set(columns, all);
  if (select === undefined && omit === undefined) return all;
  const wanted = namesOf(columns, select, `${at}select`);
  const unwanted = namesOf(columns, omit, `${at}omit`);
  if (wanted.size > 0 && unwanted.size > 0) throw wrong(`${at}omit`, 'Give select or omit, not both.');
  if (wanted.size === 0 && unwanted.size === 0) return all;
  return all.filter(({ field }) => (wanted.size > 0 ? wanted.has(field.name) : !unwanted.has(field.name)));
};

const namesOf = (columns: Columns, names: unknown, at: string): ReadonlySet<string> => {
  if (names === undefined) return new Set();
  assertPlain(at, names);
  for (const [name, value] of Object.entries(names)) {
    if (!columns.has(name)) throw wrong(`${at}.${name}`, `There is no field ${name}.`);
    if (value !== true) throw wrong(`${at}.${name}`, `${at}.${name} must be true.`);
  }
  return new Set(Object.keys(names));
};

/** The columns of a row: first those that are wanted, then those that the read itself needs. */
export interface Layout {
  readonly columns: readonly Column[];
  readonly fields: readonly Field[];
  readonly text: string;
  /** Where a column that the read itself needs is in the row. */
  readonly indexOf: (name: string) => number;
}

const layouts = new WeakMap<readonly Column[], Layout>();

/** How a row is read. It is made once for whole nodes: writing out each column again is a cost of every read. */
export const layoutOf = (wanted: readonly Column[], needed: readonly Column[]): Layout => {
  const missing = [...new Set(needed)].filter((column) => !wanted.includes(column));
  if (missing.length > 0) return makeLayout(wanted, [...wanted, ...missing]);
  const layout = layouts.get(wanted) ?? makeLayout(wanted, wanted);
  layouts.set(wanted, layout);
  return layout;
};

const makeLayout = (wanted: readonly Column[], columns: readonly Column[]): Layout => {
  const indices = new Map(columns.map(({ field }, index) => [field.name, index]));
  return {
    columns,
    fields: wanted.map(({ field }) => field),
    text: returning('n', columns),
    indexOf: (name) => indices.get(name) ?? -1,
  };
};

/**
 * n.`playerId` AS `playerId`, …: every column by name, since the embedded engine cannot be trusted with whole nodes. A
 * column that is called like the variable would hide it from an ORDER BY.
 */
export const returning = (variable: string, columns: readonly Column[], prefix = ''): string =>
  columns
    .map(({ field, of }) => {
      const name = prefix + field.name;
      return `${of(variable)} AS ${quote(name === variable ? `${name}.` : name)}`;
    })
    .join(', ');
