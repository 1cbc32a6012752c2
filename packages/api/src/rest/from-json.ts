import { z } from 'zod';
import { unwrapped } from './operations.ts';

/** What JSON has no form for, by the schema that it is meant for: a text becomes a date where a date is asked for. */
export const fromJson = (schema: z.core.$ZodType, value: unknown): unknown => convert(schema, value, dateOf);

/** The same for what stands in an address, where everything is text. */
export const fromQuery = (schema: z.core.$ZodType, value: unknown): unknown => convert(schema, value, ofText);

type Leaf = (schema: z.core.$ZodType, text: string) => unknown;

const convert = (given: z.core.$ZodType, value: unknown, leaf: Leaf): unknown => {
  const schema = unwrapped(given);
  const inner = (one: z.core.$ZodType, part: unknown) => convert(one, part, leaf);
  if (typeof value === 'string') return textIn(schema, value, leaf);
  if (typeof value !== 'object' || value === null) return value;
  if (schema instanceof z.ZodUnion) {
    const option = optionFor(schema, value);
    return option ? inner(option, value) : value;
  }
  if (Array.isArray(value))
    return schema instanceof z.ZodArray ? value.map((one) => inner(schema.element, one)) : value;
  const of = (name: string): z.core.$ZodType | undefined => {
    if (schema instanceof z.ZodObject)
      return Object.hasOwn(schema.shape, name) ? schema.shape[name] : schema.def.catchall;
    return schema instanceof z.ZodRecord ? schema.valueType : undefined;
  };
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const field = of(name);
      return [name, field ? inner(field, part) : part];
    }),
  );
};

const textIn = (schema: z.core.$ZodType, text: string, leaf: Leaf): unknown => {
  if (!(schema instanceof z.ZodUnion)) return leaf(schema, text);
  const options = schema.def.options.map(unwrapped);
  // A text that may be a text stays one.
  return options.some((one) => one instanceof z.ZodString || one instanceof z.ZodStringFormat)
    ? text
    : (options.map((one) => leaf(one, text)).find((made) => made !== text) ?? text);
};

const optionFor = (schema: z.ZodUnion, value: object): z.core.$ZodType | undefined => {
  const options = schema.def.options.map(unwrapped);
  if (Array.isArray(value)) return options.find((one) => one instanceof z.ZodArray);
  const objects = options.filter((one) => one instanceof z.ZodObject);
  const names = Object.entries(value);
  // Of several objects the one whose literals are those of the value.
  return objects.find(({ shape }) =>
    names.every(([name, part]) => {
      const field = shape[name];
      return !(field instanceof z.ZodLiteral) || field.def.values.some((one) => one === part);
    }),
  );
};

const dateOf: Leaf = (schema, text) =>
  schema instanceof z.ZodDate && z.iso.datetime({ offset: true }).safeParse(text).success
    ? new Date(text)
    : text;

const ofText: Leaf = (schema, text) => {
  if (schema instanceof z.ZodNumber)
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (schema instanceof z.ZodBoolean && (text === 'true' || text === 'false')) return text === 'true';
  return dateOf(schema, text);
};
