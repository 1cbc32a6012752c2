import { z } from 'zod';
import { nestedProblem } from './nested-value.ts';

/** How a field is kept and filtered. `json` is one text in the store, an object in TypeScript. */
export type FieldKind = ScalarKind | 'list' | 'json';
export type ScalarKind = 'string' | 'integer' | 'float' | 'boolean' | 'date';

export interface Field {
  readonly name: string;
  /** Its name in the database. */
  readonly stored: string;
  readonly kind: FieldKind;
  /** What a list is a list of; undefined for all other kinds. */
  readonly element: ScalarKind | undefined;
  readonly optional: boolean;
  /** Makes the value of a node that was stored before the field had its default; undefined where there is none. */
  readonly missing: (() => unknown) | undefined;
  /** The schema of one value, without `.optional()` and `.default()`. */
  readonly value: z.ZodType;
  /** Kept as a ciphertext where the store has a key. */
  readonly encrypted: boolean;
  /** The property that holds the blind index of an encrypted field, by which alone it can be found. */
  readonly blind: string | undefined;
}

export interface FieldProblem {
  readonly problem: string;
}

const scalars = new Set<FieldKind>(['string', 'integer', 'float', 'boolean', 'date']);
export const isScalar = (kind: FieldKind): kind is ScalarKind => scalars.has(kind);

/** What a schema's field is to the store, or why it can be nothing to it. */
export const readField = (name: string, schema: z.core.$ZodType): Field | FieldProblem => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    const inner = readField(name, schema.def.innerType);
    if ('problem' in inner) return inner;
    if (schema instanceof z.ZodOptional) return { ...inner, optional: true, missing: undefined };
    return { ...inner, missing: () => schema.def.defaultValue };
  }
  const kind = kindOf(schema);
  if (typeof kind !== 'string') return kind;
  const element = kind === 'list' && schema instanceof z.ZodArray ? elementOf(schema) : undefined;
  return {
    name,
    stored: name,
    kind,
    element,
    optional: false,
    missing: undefined,
    value: schema as z.ZodType,
    encrypted: false,
    blind: undefined,
  };
};

/** The field of a schema that is known to be one. */
export const knownField = (name: string, schema: z.ZodType): Field => {
  const field = readField(name, schema);
  if ('problem' in field) throw new TypeError(`${name} ${field.problem}`);
  return field;
};

const kindOf = (schema: z.core.$ZodType): FieldKind | FieldProblem => {
  if (schema instanceof z.ZodNullable)
    return { problem: 'is nullable: a missing value is `undefined`, so write .optional()' };
  if (schema instanceof z.ZodPipe || schema instanceof z.ZodTransform)
    return {
      problem: 'is a transform: what is stored must be what is read, so transform outside the definition',
    };
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return 'string';
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return kindOfValues(schema);
  if (schema instanceof z.ZodNumber) return schema.isInt ? 'integer' : 'float';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodDate) return 'date';
  if (schema instanceof z.ZodArray && elementOf(schema)) return 'list';
  if (schema instanceof z.ZodArray || schema instanceof z.ZodObject || schema instanceof z.ZodRecord) {
    const problem = nestedProblem(schema);
    return problem === undefined ? 'json' : { problem };
  }
  return { problem: `has the type ${schema._zod.def.type}, which no store keeps` };
};

const elementOf = (schema: z.ZodArray): ScalarKind | undefined => {
  const kind = kindOf(schema.def.element);
  return typeof kind === 'string' && isScalar(kind) ? kind : undefined;
};

const kindOfValues = (schema: z.ZodEnum | z.ZodLiteral): FieldKind | FieldProblem => {
  const types = new Set([...schema._zod.values].map((value) => typeof value));
  return types.size === 1 && types.has('string') ? 'string' : { problem: 'has values that are not all text' };
};
