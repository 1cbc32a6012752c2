import type { Field } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Codec } from '../engine/engine.ts';
import { assertText } from '../statements/cypher.ts';

/** Values by the names of the store. A value that is undefined is left alone, null removes it. */
export const storedValues = (
  fields: readonly Field[],
  values: Entity,
  codec: Codec,
): Record<string, unknown> => {
  const stored: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value !== undefined) storeValue(stored, field, value, codec);
  }
  return stored;
};

const storeValue = (stored: Record<string, unknown>, field: Field, value: unknown, codec: Codec): void => {
  if (value !== null) assertText(field, value);
  stored[field.stored] = value === null ? null : codec.encode(field, value);
  if (field.blind !== undefined) stored[field.blind] = value === null ? null : codec.blind(field, value);
};

/** Adds a field's value to a row of columns, and that of its blind index; a value that is missing is null. */
export const addColumns = (row: unknown[], field: Field, value: unknown, codec: Codec): void => {
  const missing = value === undefined || value === null;
  if (typeof value === 'string' || typeof value === 'object') assertText(field, value);
  row.push(missing ? null : codec.encode(field, value));
  if (field.blind !== undefined) row.push(missing ? null : codec.blind(field, value));
};

/** Values as a read would give them back. */
export const asRead = (fields: readonly Field[], values: Entity, codec: Codec): Entity => {
  const read: Entity = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value !== undefined && value !== null)
      read[field.name] = codec.decode(field, codec.encode(field, value));
  }
  return read;
};
