import { z } from 'zod';

/**
 * Why JSON text would not give a nested value back as it was; undefined where it does. JSON knows no dates: one would
 * come back as text.
 */
export const nestedProblem = (
  schema: z.core.$ZodType,
  seen: ReadonlySet<z.core.$ZodType> = new Set(),
): string | undefined => {
  if (seen.has(schema)) return undefined;
  const inside = parts(schema);
  if (inside === undefined)
    return `holds a value of the type ${schema._zod.def.type}, which JSON does not keep`;
  if (typeof inside === 'string') return inside;
  const within = new Set([...seen, schema]);
  return inside.map((part) => nestedProblem(part, within)).find((problem) => problem !== undefined);
};

/** The schemas inside of one; what is wrong with it; undefined for what JSON has no form of. */
const parts = (schema: z.core.$ZodType): readonly z.core.$ZodType[] | string | undefined => {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable
  )
    return [schema.def.innerType];
  if (schema instanceof z.ZodLazy) return [schema.def.getter()];
  if (schema instanceof z.ZodArray) return [schema.def.element];
  if (schema instanceof z.ZodTuple)
    return [...schema.def.items, ...(schema.def.rest ? [schema.def.rest] : [])];
  if (schema instanceof z.ZodRecord) return [schema.def.valueType];
  if (schema instanceof z.ZodObject)
    return [...Object.values(schema.shape), ...(schema.def.catchall ? [schema.def.catchall] : [])];
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodPipe || schema instanceof z.ZodTransform)
    return 'is a transform: what is stored must be what is read, so transform outside the definition';
  if (schema instanceof z.ZodDate)
    return 'holds a date inside a nested value: keep it as text there, by z.iso.datetime()';
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral)
    return [...schema._zod.values].every((value) => typeof value !== 'bigint' && value !== undefined)
      ? []
      : undefined;
  // What refuses every unknown name.
  if (schema instanceof z.ZodNever) return [];
  const plain = [z.ZodString, z.ZodStringFormat, z.ZodNumber, z.ZodBoolean, z.ZodNull];
  return plain.some((kind) => schema instanceof kind) ? [] : undefined;
};
