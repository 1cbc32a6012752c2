import { z } from 'zod';

export interface Walk {
  /** Changes an innermost value by its schema. */
  readonly leaf: (schema: z.core.$ZodType, value: unknown) => unknown;
  /** Is told the path of what the schema does not know; it is left out. */
  readonly unknown: (path: string) => void;
}

/** A nested value, each part changed by its own schema. */
export const walk = (
  schema: z.core.$ZodType,
  value: unknown,
  by: Walk,
  path: readonly string[] = [],
): unknown => {
  if (value === null || value === undefined) return value;
  if (isWrapper(schema)) return walk(schema.def.innerType, value, by, path);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((one, index) => walk(schema.def.element, one, by, [...path, String(index)]));
  if (schema instanceof z.ZodRecord && isObject(value))
    return fromEntries(value, (name, one) => [[name, walk(schema.def.valueType, one, by, [...path, name])]]);
  if (!(schema instanceof z.ZodObject) || !isObject(value)) return by.leaf(schema, value);
  const { catchall } = schema.def;
  return fromEntries(value, (name, one) => {
    const known = Object.hasOwn(schema.shape, name) ? schema.shape[name] : catchall;
    if (one === undefined || (one === null && isLeftOut(known))) return [];
    if (known && !(known instanceof z.ZodNever)) return [[name, walk(known, one, by, [...path, name])]];
    by.unknown([...path, name].join('.'));
    return [];
  });
};

const isWrapper = (
  schema: z.core.$ZodType,
): schema is z.ZodOptional | z.ZodDefault | z.ZodExactOptional | z.ZodNullable =>
  isLeftOut(schema) || schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable;

/** Null means for these that there is no value. */
const isLeftOut = (schema: z.core.$ZodType | undefined): schema is z.ZodOptional | z.ZodDefault =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;

type Data = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const fromEntries = (value: Data, entries: (name: string, value: unknown) => [string, unknown][]): Data =>
  Object.fromEntries(Object.entries(value).flatMap(([name, one]) => entries(name, one)));
