import { GraphkeepError } from '@graphkeep/core';
import { type Field, isScalar, type NodeDefinition } from '@graphkeep/models';
import { type Parameters, property } from './cypher.ts';

/** The owner whose nodes alone a caller may see; undefined where the caller may see all. */
export type Owner = string | undefined;

const comparisons: Readonly<Record<string, string>> = {
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  contains: 'CONTAINS',
  startsWith: 'STARTS WITH',
};
const textOnly = new Set(['contains', 'startsWith']);

/**
 * The conditions of a filter, to be joined by AND. Whatever is not understood throws: a filter that is dropped finds
 * everything.
 */
export const conditions = (
  variable: string,
  definition: NodeDefinition,
  where: object,
  parameters: Parameters,
): string[] =>
  Object.entries(where).flatMap(([name, filter]) => {
    const field = definition.fields.find((one) => one.name === name);
    if (!field || !isScalar(field.kind))
      throw wrong(`where.${name}`, `${definition.label} has no field ${name} to filter by.`);
    if (filter === undefined)
      throw wrong(`where.${name}`, `where.${name} is undefined: leave it out, or give it a value.`);
    const operators = isPlain(filter) ? Object.entries(filter) : [['eq', filter] as const];
    return operators.map(([operator, value]) =>
      condition(property(variable, field.stored), field, operator, value, parameters),
    );
  });

/** Ownership as a condition: nothing for shared nodes and for callers who see all. */
export const owned = (
  variable: string,
  definition: NodeDefinition,
  owner: Owner,
  parameters: Parameters,
): string[] =>
  owner === undefined || definition.owner === undefined
    ? []
    : [`${property(variable, definition.owner)} = ${parameters.raw(owner)}`];

/** ` WHERE a AND b`, or nothing. */
export const whereClause = (all: readonly string[]): string =>
  all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`;

const condition = (
  left: string,
  field: Field,
  operator: string,
  value: unknown,
  parameters: Parameters,
): string => {
  const at = `where.${field.name}.${operator}`;
  if (operator === 'in') {
    if (!Array.isArray(value)) throw wrong(at, `${at} must be a list.`);
    for (const one of value) assertKind(at, field, one);
    return `${left} IN ${parameters.bindAll(field, value)}`;
  }
  assertKind(at, field, value);
  const bound = () => parameters.bind(field, value);
  if (operator === 'eq') return `${left} = ${bound()}`;
  if (operator === 'ne') return `(${left} <> ${bound()} OR ${left} IS NULL)`;
  const symbol = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (symbol === undefined || (textOnly.has(operator) && field.kind !== 'string'))
    throw wrong(at, `${at} is no comparison of this field.`);
  return `${left} ${symbol} ${bound()}`;
};

const assertKind = (at: string, field: Field, value: unknown): void => {
  const fits =
    (field.kind === 'string' && typeof value === 'string') ||
    (field.kind === 'boolean' && typeof value === 'boolean') ||
    (field.kind === 'integer' && Number.isSafeInteger(value)) ||
    (field.kind === 'float' && Number.isFinite(value)) ||
    (field.kind === 'date' && value instanceof Date && !Number.isNaN(value.getTime()));
  if (!fits) throw wrong(at, `${at} must be ${field.kind === 'integer' ? 'an integer' : `a ${field.kind}`}.`);
};

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

const wrong = (field: string, message: string) => new GraphkeepError('invalid_input', message, { field });
