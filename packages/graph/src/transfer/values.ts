import type { Field } from '@graphkeep/models';
import type { Codec } from '../engine/engine.ts';
import { isOfKind } from '../statements/values.ts';
import type { NodeLine } from './lines.ts';

type Json = NodeLine['values'];
type Values = Readonly<Record<string, unknown>>;
/** The error of a field whose value is none of its kind: another would be lost on the way, or be misread. */
export type WrongKind = (field: Field) => Error;

/** Values by the names of the definition, from those by the names of the store: what they mean, not how they are kept. */
export const exportedValues = (
  fields: readonly Field[],
  stored: Values,
  codec: Codec,
  wrongKind: WrongKind,
): Json => {
  const values: Json = {};
  for (const field of fields) {
    const kept = stored[field.stored];
    if (kept === null || kept === undefined) continue;
    const value = codec.decode(field, kept);
    if (!isOf(field, value)) throw wrongKind(field);
    values[field.name] = toJson(value);
  }
  return values;
};

export const importedValues = (
  fields: readonly Field[],
  values: Json,
  codec: Codec,
  wrongKind: WrongKind,
): Record<string, unknown> => {
  const stored: Record<string, unknown> = {};
  for (const field of fields) {
    const value = fromJson(field, values[field.name]);
    if (value === undefined || value === null) continue;
    if (!isOf(field, value)) throw wrongKind(field);
    stored[field.stored] = codec.encode(field, value);
    if (field.blind !== undefined) stored[field.blind] = codec.blind(field, value);
  }
  return stored;
};

const isOf = ({ kind, element }: Field, value: unknown): boolean => {
  if (kind === 'json') return true;
  return element
    ? Array.isArray(value) && value.every((one) => isOfKind(element, one))
    : isOfKind(kind, value);
};

const toJson = (value: unknown): Json[string] => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  // What a codec has decoded is JSON but for its dates.
  return value as Json[string];
};

const fromJson = ({ kind, element }: Field, value: Json[string] | undefined): unknown => {
  if (kind === 'date' && typeof value === 'string') return new Date(value);
  if (element === 'date' && Array.isArray(value)) return value.map((one) => new Date(String(one)));
  return value;
};
