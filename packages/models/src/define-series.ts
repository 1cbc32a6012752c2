import { z } from 'zod';
import { type Field, type FieldKind, readField } from './field.ts';

/** An index of a table of measurements, by its own name. */
export interface SeriesIndex {
  readonly name: string;
  /** Columns by their names in the table, each with its direction where that is not the customary one: `time DESC`. */
  readonly columns: readonly string[];
  /** Columns that are only carried along, so that the table itself need not be read for them. */
  readonly include?: readonly string[];
  /** Only for rows of which this is so. It cannot depend on the present time. */
  readonly where?: string;
}

/** Measurements of one kind, over time. */
export interface SeriesDefinition<N extends string = string, S extends z.ZodObject = z.ZodObject> {
  /** Of the table. */
  readonly name: N;
  /** One row; a value that was not measured is left out. `time` says when it was. */
  readonly schema: S;
  readonly fields: readonly Field[];
  /** Fields that came after the table was first made: a migration of its own adds their columns. */
  readonly later: readonly string[];
  /** What tells one row from another at the same time: a second row with the same key is a duplicate of the first. */
  readonly key: readonly string[];
  /** How much time one chunk of the table covers. */
  readonly chunk: 'hour' | 'day';
  /** Rows that are older are dropped; undefined: none. */
  readonly keepDays: number | undefined;
  readonly indexes: readonly SeriesIndex[];
}
export type RowOf<D extends { readonly schema: z.ZodType }> = z.output<D['schema']>;
export type RowInputOf<D extends { readonly schema: z.ZodType }> = z.input<D['schema']>;

interface SeriesOptions<N extends string, S extends z.ZodObject> {
  readonly name: N;
  readonly schema: S;
  readonly key: readonly (keyof z.output<S> & string)[];
  /** @default none */
  readonly later?: readonly (keyof z.output<S> & string)[];
  readonly chunk: SeriesDefinition['chunk'];
  readonly keepDays?: number;
  readonly indexes?: readonly SeriesIndex[];
}

const NAME = /^[a-z][a-z0-9_]{0,40}$/;
const FIELD = /^[a-z][A-Za-z0-9]{0,40}$/;
const KINDS: readonly FieldKind[] = ['string', 'integer', 'float', 'boolean', 'date', 'list', 'json'];

/**
 * @example
 * const DoorCounts = defineSeries({ name: 'door_counts', schema: z.strictObject({ time: z.date(), door: z.string(), people: z.int() }), key: ['door'], chunk: 'day' });
 */
export const defineSeries = <const N extends string, S extends z.ZodObject>({
  name,
  schema,
  key,
  later = [],
  chunk,
  keepDays,
  indexes = [],
}: SeriesOptions<N, S>): SeriesDefinition<N, S> => {
  const fail = (problem: string): never => {
    throw new TypeError(`The series ${name}: ${problem}.`);
  };
  if (!NAME.test(name)) fail('its name must be of small letters, digits and _, and begin with a letter');
  if (!(schema.shape['time'] instanceof z.ZodDate)) fail('its schema needs a field time: z.date()');
  const fields = Object.entries(schema.shape).map(([field, type]) => {
    if (!FIELD.test(field)) fail(`${field} must be written like responseMs`);
    const read = readField(field, type);
    if ('problem' in read) return fail(`${field} ${read.problem}`);
    if (!KINDS.includes(read.kind)) fail(`${field} is of a kind that no column keeps`);
    return { ...read, stored: columnOf(field) };
  });
  for (const part of key) {
    const field =
      fields.find((one) => one.name === part) ?? fail(`its key names ${part}, which it does not have`);
    if (field.optional) fail(`${part} is part of the key, so it cannot be optional`);
  }
  for (const name of later)
    if (fields.find((one) => one.name === name)?.optional !== true)
      fail(`${name} came later, so it must be optional: rows from before do not have it`);
  return Object.freeze({ name, schema, fields, later, key, chunk, keepDays, indexes });
};

/** `responseMs` is kept in the column `response_ms`. */
const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
