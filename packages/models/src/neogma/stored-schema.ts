import neo4j from 'neo4j-driver';
import type { Field, FieldKind } from '../field.ts';

type Schema = Revalidator.ISchema<Record<string, unknown>> & { readonly required: boolean };

/** A field's own Zod schema, where Neogma looks for a schema of its own kind. */
export const storedSchema = (field: Field): Schema => ({
  // With the type 'any', what is missing would never be missed.
  type: ['string', 'number', 'boolean', 'object', 'array'],
  required: !field.optional,
  conform: (stored: unknown) => stored === undefined || problemOf(field, stored) === undefined,
  message: `is no ${field.name}: see its schema in the definition`,
});

const problemOf = (field: Field, stored: unknown): string | undefined => {
  // What is encrypted fits the schema only in clear.
  if (field.encrypted) return typeof stored === 'string' ? undefined : 'must be a text';
  const value =
    field.kind === 'list' && Array.isArray(stored)
      ? stored.map((one) => decode(field.element, one))
      : decode(field.kind, stored);
  return field.value.safeParse(value).error?.message;
};

const decode = (kind: FieldKind | undefined, stored: unknown): unknown => {
  if (neo4j.isInt(stored)) return stored.toNumber();
  if (kind === 'date' && neo4j.isDateTime(stored)) return stored.toStandardDate();
  if (kind !== 'json' || typeof stored !== 'string') return stored;
  try {
    return JSON.parse(stored);
  } catch {
    return undefined;
  }
};
