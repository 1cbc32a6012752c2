import { GraphkeepError } from '@graphkeep/core';
import type { Field, ScalarKind } from '@graphkeep/models';
import neo4j, { type Integer } from 'neo4j-driver';
import type { Codec } from './engine.ts';

/** How one kind of value goes into a store and comes back. */
interface Conversion {
  encode(field: Field, value: unknown): unknown;
  decode(field: Field, stored: unknown): unknown;
}
type Conversions = Readonly<Record<ScalarKind, Conversion>>;

/** Values by the field's kind, never by what they look like: a store may give 1.0 back as 1, and takes 1 for 1.0. */
const codecOf = (conversions: Conversions, encodeCount: Codec['encodeCount']): Codec => ({
  encodeCount,
  blind: (_field, value) => value,
  encode: (field, value) => {
    if (field.kind === 'json') return JSON.stringify(value);
    if (field.kind !== 'list') return conversions[field.kind].encode(field, value);
    const { element } = field;
    return Array.isArray(value) && element
      ? value.map((one) => conversions[element].encode(field, one))
      : value;
  },
  decode: (field, stored) => {
    if (field.kind === 'json') return typeof stored === 'string' ? JSON.parse(stored) : stored;
    if (field.kind !== 'list') return conversions[field.kind].decode(field, stored);
    const { element } = field;
    return Array.isArray(stored) && element
      ? stored.map((one) => conversions[element].decode(field, one))
      : stored;
  },
});

const same: Conversion = { encode: (_field, value) => value, decode: (_field, stored) => stored };

const float: Conversion = {
  encode: finite,
  decode: (_field, stored) => (isLong(stored) ? Number(stored.toString()) : stored),
};

export const neo4jCodec: Codec = codecOf(
  {
    string: same,
    boolean: same,
    integer: { encode: (field, value) => neo4j.int(safeInteger(field, value)), decode: integerOf },
    float,
    date: {
      encode: (field, value) => utcDateTime(validDate(field, value)),
      decode: (_field, stored) => dateOf(stored),
    },
  },
  (value) => neo4j.int(value),
);

/** Always in UTC: to Neo4j one moment in two time zones is two values that are not equal. */
const utcDateTime = (date: Date) =>
  new neo4j.types.DateTime(
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds() * 1_000_000,
    0,
  );

/** Other programs may have written dates of other types; those without a time zone are taken as UTC. */
const dateOf = (stored: unknown): unknown => {
  if (neo4j.isDateTime(stored) || neo4j.isDate(stored)) return stored.toStandardDate();
  return neo4j.isLocalDateTime(stored) ? new Date(`${stored.toString()}Z`) : stored;
};

/** Dates are epoch milliseconds: the engine's own temporal types answer wrongly in places. */
export const embeddedCodec: Codec = codecOf(
  {
    string: same,
    boolean: same,
    integer: { encode: safeInteger, decode: integerOf },
    float,
    date: {
      encode: (field, value) => validDate(field, value).getTime(),
      decode: (field, stored) => {
        const at = integerOf(field, stored);
        return typeof at === 'number' ? new Date(at) : at;
      },
    },
  },
  (value) => value,
);

/** -0 becomes 0, which it equals: the embedded engine has no other. */
function safeInteger(field: Field, value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw wrong(field, 'must be an integer within ±(2^53 - 1)');
  return value === 0 ? 0 : value;
}

function finite(field: Field, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(field, 'must be a finite number');
  return value === 0 ? 0 : value;
}

const validDate = (field: Field, value: unknown): Date => {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw wrong(field, 'must be a valid date');
  return value;
};

const isLong = (stored: unknown): stored is Integer | bigint =>
  typeof stored === 'bigint' || neo4j.isInt(stored);

function integerOf(field: Field, stored: unknown): unknown {
  if (!isLong(stored)) return stored;
  const number = Number(stored.toString());
  if (!Number.isSafeInteger(number))
    throw new GraphkeepError(
      'internal',
      `${field.name} is ${stored} in the store, beyond what a number holds exactly.`,
      { field: field.name },
    );
  return number;
}

const wrong = ({ name }: Field, problem: string) =>
  new GraphkeepError('invalid_input', `${name} ${problem}.`, { field: name });
