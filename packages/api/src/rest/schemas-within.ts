import { z } from 'zod';

/** These schemas and all that they are made of, each once; not what is within those where `stop` says so. */
export const schemasWithin = (
  roots: readonly z.core.$ZodType[],
  stop: (schema: z.core.$ZodType) => boolean = () => false,
): ReadonlySet<z.core.$ZodType> => {
  const found = new Set<z.core.$ZodType>();
  const waiting = [...roots];
  for (let schema = waiting.pop(); schema; schema = waiting.pop()) {
    if (found.has(schema)) continue;
    found.add(schema);
    if (!stop(schema)) waiting.push(...partsOf(schema));
  }
  return found;
};

const partsOf = (schema: z.core.$ZodType): readonly z.core.$ZodType[] => {
  if (schema instanceof z.ZodLazy) return [schema.unwrap()];
  if (schema instanceof z.ZodObject)
    return [...Object.values(schema.shape), ...(schema.def.catchall ? [schema.def.catchall] : [])];
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodUnion) return schema.def.options;
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodPipe) return [schema.def.in, schema.def.out];
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodNonOptional
  )
    return [schema.def.innerType];
  return [];
};
