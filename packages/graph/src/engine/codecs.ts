import type { Field } from '@graphkeep/models';
import neo4j from 'neo4j-driver';
import type { Codec } from './engine.ts';

const json = {
  encode: (value: unknown) => JSON.stringify(value),
  decode: (stored: unknown): unknown => (typeof stored === 'string' ? JSON.parse(stored) : stored),
};

/** Numbers by the field's kind, never by what the value looks like: the driver sends every number as a float. */
export const neo4jCodec: Codec = {
  encode: (field, value) => {
    switch (field.kind) {
      case 'integer':
        return neo4j.int(value as number);
      case 'date':
        return neo4j.types.DateTime.fromStandardDate(value as Date);
      case 'json':
        return json.encode(value);
      default:
        return value;
    }
  },
  decode: (field, stored) => {
    if (field.kind === 'json') return json.decode(stored);
    if (neo4j.isInt(stored)) return safeInteger(field, stored.toBigInt());
    if (neo4j.isDateTime(stored)) return stored.toStandardDate();
    return stored;
  },
  encodeCount: (value) => neo4j.int(value),
};

/** Dates are epoch milliseconds: the engine's own temporal types answer wrongly in places. */
export const embeddedCodec: Codec = {
  encode: (field, value) => {
    if (field.kind === 'date') return (value as Date).getTime();
    return field.kind === 'json' ? json.encode(value) : value;
  },
  decode: (field, stored) => {
    if (field.kind === 'json') return json.decode(stored);
    if (field.kind === 'date' && typeof stored === 'number') return new Date(stored);
    return typeof stored === 'bigint' ? safeInteger(field, stored) : stored;
  },
  encodeCount: (value) => value,
};

const safeInteger = (field: Field, value: bigint): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new RangeError(`${field.name} is ${value}, beyond what a number holds exactly.`);
  return number;
};
