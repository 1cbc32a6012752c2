import { GraphkeepError } from '@graphkeep/core';
import { z } from 'zod';
import type { Codec, Rows } from '../engine/engine.ts';
import { someDate, someInteger, someNumber } from './compile.ts';

/** The rows of an answer as objects of this schema: its kinds say what the stored values mean. */
export const typedRows = <S extends z.ZodObject>(
  { columns, rows }: Rows,
  schema: S,
  codec: Codec,
): readonly z.output<S>[] => {
  const asked = Object.entries(schema.shape);
  const places = asked.map(([name]) => columns.indexOf(name));
  return rows.map((row, index) => {
    const values: Record<string, unknown> = {};
    asked.forEach(([name, type], at) => {
      const value = decoded(type, row[places[at] ?? -1], codec);
      if (value !== undefined) values[name] = value;
    });
    const parsed = schema.safeParse(values);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new GraphkeepError(
      'internal',
      `Row ${index + 1} of the statement is not as its \`rows\` say: ${issue?.path.join('.')}: ${issue?.message}. Its columns are ${columns.join(', ')}.`,
      { field: `rows.${issue?.path.join('.')}`, cause: parsed.error },
    );
  });
};

const decoded = (type: z.core.$ZodType, stored: unknown, codec: Codec): unknown => {
  if (type instanceof z.ZodNullable)
    return stored === null ? null : decoded(type.def.innerType, stored, codec);
  // A missing value is no property.
  if (stored === null || stored === undefined) return undefined;
  if (type instanceof z.ZodOptional || type instanceof z.ZodDefault)
    return decoded(type.def.innerType, stored, codec);
  if (type instanceof z.ZodDate) return codec.decode(someDate, stored);
  if (type instanceof z.ZodNumber) return codec.decode(type.isInt ? someInteger : someNumber, stored);
  if (type instanceof z.ZodArray && Array.isArray(stored))
    return stored.map((one) => decoded(type.def.element, one, codec));
  if (type instanceof z.ZodObject && typeof stored === 'object')
    return Object.fromEntries(
      Object.entries(stored).map(([name, one]) => {
        const inner = type.shape[name];
        return [name, inner ? decoded(inner, one, codec) : one];
      }),
    );
  return stored;
};
