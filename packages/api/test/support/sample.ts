import { z } from 'zod';

export interface SampleOptions {
  /** The id to give where one of this prefix is asked for. */
  readonly idOf: (prefix: string) => string | undefined;
  /** Whether what may be left out is given too. */
  readonly optional: (name: string, schema: z.core.$ZodType, depth: number) => boolean;
  /** What free texts hold. */
  readonly text: string;
}

const MAX_DEPTH = 12;

/** A value that a schema takes, made by what the schema says of itself. */
export const sample = (schema: z.core.$ZodType, options: SampleOptions, depth = 0): unknown => {
  const inner = (one: z.core.$ZodType) => sample(one, options, depth + 1);
  if (depth > MAX_DEPTH) return undefined;
  const prefix = z.globalRegistry.get(schema)?.['idPrefix'];
  if (typeof prefix === 'string') return options.idOf(prefix) ?? `${prefix}_01h2xcejqtf2nbrexx3vqjhp41`;
  if (schema instanceof z.ZodLazy) return inner(schema.unwrap());
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodNonOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return inner(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return inner(schema.def.in);
  if (schema instanceof z.ZodObject) return sampleObject(schema, options, depth);
  if (schema instanceof z.ZodArray) return sampleArray(schema, inner);
  if (schema instanceof z.ZodUnion) return inner(schema.def.options[0] ?? z.never());
  if (schema instanceof z.ZodLiteral) return schema.def.values[0];
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodDate) return new Date('2026-01-02T03:04:05Z');
  if (schema instanceof z.ZodNumber) return numberIn(schema);
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat)
    return textIn(schema, options.text);
  if (schema instanceof z.ZodRecord) return {};
  return undefined;
};

const isLeftOut = (schema: z.core.$ZodType): boolean => schema._zod.optin === 'optional';

const sampleObject = ({ shape }: z.ZodObject, options: SampleOptions, depth: number): object =>
  Object.fromEntries(
    Object.entries(shape)
      .filter(([name, field]) => !isLeftOut(field) || options.optional(name, field, depth))
      .map(([name, field]) => [name, sample(field, options, depth + 1)])
      .filter(([, value]) => value !== undefined),
  );

const sampleArray = (schema: z.ZodArray, inner: (one: z.core.$ZodType) => unknown): unknown[] => {
  const { minimum, length } = schema._zod.bag as { readonly minimum?: number; readonly length?: number };
  return Array.from({ length: length ?? Math.max(1, minimum ?? 0) }, () => inner(schema.element));
};

const numberIn = (schema: z.ZodNumber): number => {
  const least = Number.isFinite(schema.minValue) ? Number(schema.minValue) : 0;
  return Math.max(least, Math.min(1, Number.isFinite(schema.maxValue) ? Number(schema.maxValue) : 1));
};

const textIn = (schema: z.ZodString | z.ZodStringFormat, text: string): string => {
  const { minLength, maxLength, format } = schema;
  if (format === 'email') return 'somebody@example.org';
  if (format === 'datetime') return '2026-01-02T03:04:05Z';
  if (format === 'regex' || (format ?? '') !== '') return text;
  return text.padEnd(minLength ?? 0, '.').slice(0, maxLength ?? undefined);
};
