import { limits } from '@graphkeep/contract';
import { z } from 'zod';
import { type Field, isScalar, type ScalarKind } from '../field.ts';
import { branch, isPlain } from './branch.ts';

/** The filters of these fields, without those that nothing can be asked of. */
export const filterShape = (fields: readonly Field[]): z.ZodRawShape =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const filter = filterSchema(field);
      return filter ? [[field.name, z.exactOptional(filter)]] : [];
    }),
  );

/** A bare value means `eq`, and null a missing one. */
const filterSchema = (field: Field): z.ZodType | undefined => {
  const bare = bareSchema(field);
  const operators = operatorsOf(field);
  const filter = operators && comparison(operators);
  if (bare && filter) return branch([bare, filter], (value) => (isPlain(value) ? filter : bare));
  return bare ?? filter;
};

const bareSchema = (field: Field): z.ZodType | undefined => {
  const value = isScalar(field.kind) && isFindable(field) ? comparable(field.kind, field.value) : undefined;
  if (!field.optional) return value;
  return value ? z.nullable(value) : z.null('must be null, for a missing value, or an object of comparisons');
};

/** An encrypted value is found by its blind index, and by nothing where it has none. */
const isFindable = (field: Field): boolean => !field.encrypted || field.blind !== undefined;

type Operators = Readonly<Record<string, z.ZodType>>;
const operatorsOf = (field: Field): Operators | undefined => {
  if (field.encrypted) {
    const value = comparable('string', field.value);
    return isFindable(field) ? { eq: value, in: listOf(value) } : undefined;
  }
  if (field.kind === 'list' && field.element) return { ...listOperators(field), ...presence(field) };
  if (isScalar(field.kind)) return scalarOperators(field.kind, field);
  return field.optional ? presence(field) : undefined;
};

const presence = (field: Field): Operators => (field.optional ? { ne: z.null() } : {});

const scalarOperators = (kind: ScalarKind, field: Field): Operators => {
  const value = comparable(kind, field.value);
  const text = z.string();
  return {
    eq: value,
    ne: field.optional ? z.nullable(value) : value,
    in: listOf(value),
    notIn: listOf(value),
    ...(kind !== 'boolean' && { lt: value, lte: value, gt: value, gte: value }),
    ...(kind === 'string' && { contains: text, startsWith: text, endsWith: text, ignoreCase: z.boolean() }),
  };
};

const listOperators = ({ element, value: list }: Field): Operators => {
  const value = comparable(element ?? 'string', list instanceof z.ZodArray ? list.element : list);
  return { has: value, hasEvery: listOf(value), hasSome: listOf(value), isEmpty: z.boolean() };
};

const listOf = (value: z.ZodType): z.ZodType => z.array(value).max(limits.maxListFilter);

const comparison = (operators: Operators): z.ZodType =>
  z
    .strictObject(
      Object.fromEntries(Object.entries(operators).map(([name, value]) => [name, z.exactOptional(value)])),
    )
    .refine(
      (filter) => Object.keys(filter).some((name) => name !== 'ignoreCase'),
      `must name at least one comparison: ${Object.keys(operators).join(', ')}`,
    );

/** A filter takes what the field could hold by its type, not only what it may: `username: ''` finds nothing, rightly. */
const comparable = (kind: ScalarKind, value: z.core.$ZodType): z.ZodType => {
  switch (kind) {
    case 'integer':
      return z.int();
    case 'float':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'date':
      return z.date();
    case 'string':
      return value instanceof z.ZodEnum || value instanceof z.ZodLiteral ? value : z.string();
  }
};
