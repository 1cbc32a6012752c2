import { limits } from '@graphkeep/contract';
import { type Field, isScalar } from '@graphkeep/models';
import type { Column } from './column.ts';
import { type Parameters, property } from './cypher.ts';
import { listComparison } from './list-comparison.ts';
import { equality, membership, negated } from './logic.ts';
import { assertKind, isPlain, wrong } from './values.ts';

/** What is compared: a column of a variable, and where it stands in the input. */
export interface Operand {
  readonly variable: string;
  readonly column: Column;
  readonly at: string;
}

/**
 * A field's filter as conditions, all of which are to hold. With `holds` false it is the opposite: conditions, any of
 * which is enough, for the rows where the filter does not hold, missing values included. A condition that is not true may
 * be null, so what is made here must never be put under a NOT.
 */
export const comparisons = (
  operand: Operand,
  filter: unknown,
  parameters: Parameters,
  holds: boolean,
): readonly string[] => {
  const { at } = operand;
  if (filter === undefined) throw wrong(at, `${at} is undefined: leave it out, or give it a value.`);
  if (!isPlain(filter)) return [comparison(operand, 'eq', filter, false, parameters, holds)];
  const { ignoreCase, ...operators } = filter;
  const anyCase = Object.hasOwn(filter, 'ignoreCase') && ignoresCase(operand, ignoreCase);
  const entries = Object.entries(operators);
  if (entries.length === 0) throw wrong(at, `${at} must name at least one comparison, such as eq.`);
  return entries.map(([operator, value]) =>
    comparison({ ...operand, at: `${at}.${operator}` }, operator, value, anyCase, parameters, holds),
  );
};

const ignoresCase = ({ column: { field }, at }: Operand, ignoreCase: unknown): boolean => {
  if (typeof ignoreCase !== 'boolean' || field.kind !== 'string' || field.encrypted)
    throw wrong(
      `${at}.ignoreCase`,
      `${at}.ignoreCase must be true or false, of a text that is not encrypted.`,
    );
  return ignoreCase;
};

const comparison = (
  operand: Operand,
  operator: string,
  value: unknown,
  anyCase: boolean,
  parameters: Parameters,
  holds: boolean,
): string => {
  const { field } = operand.column;
  if (value === undefined)
    throw wrong(operand.at, `${operand.at} is undefined: leave it out, or give it a value.`);
  if (value === null) return presence(operand, operator, holds);
  if (field.encrypted) return encrypted(operand, operator, value, parameters, holds);
  if (field.kind === 'list') return listComparison(operand, operator, value, parameters, holds);
  if (isScalar(field.kind)) return scalar(operand, operator, value, anyCase, parameters, holds);
  throw wrong(operand.at, `${operand.at} cannot be asked: of ${field.name} only null or { ne: null } can.`);
};

const presence = ({ variable, column, at }: Operand, operator: string, holds: boolean): string => {
  if (operator !== 'eq' && operator !== 'ne') throw wrong(at, `${at} must be a value, not null.`);
  if (!column.field.optional) throw wrong(at, `${at} is null, and ${column.field.name} always has a value.`);
  return `${column.of(variable)} IS ${(operator === 'eq') === holds ? '' : 'NOT '}NULL`;
};

const ordered: Readonly<Record<string, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };
const textual: Readonly<Record<string, string>> = {
  contains: 'CONTAINS',
  startsWith: 'STARTS WITH',
  endsWith: 'ENDS WITH',
};

const scalar = (
  { variable, column, at }: Operand,
  operator: string,
  value: unknown,
  anyCase: boolean,
  parameters: Parameters,
  holds: boolean,
): string => {
  const { field } = column;
  // Both sides are lowered by the engine, so that they are lowered alike.
  const lowered = (text: string) => (anyCase ? `toLower(${text})` : text);
  const left = lowered(column.of(variable));
  const bound = () => {
    assertKind(at, field, value);
    return lowered(parameters.bind(field, value));
  };
  const boundAll = () => {
    const all = parameters.bindAll(field, listOf(at, field, value));
    return anyCase ? `[x IN ${all} | toLower(x)]` : all;
  };
  if (operator === 'eq' || operator === 'ne') return equality(left, bound(), (operator === 'eq') === holds);
  if (operator === 'in' || operator === 'notIn')
    return membership(left, boundAll(), (operator === 'in') === holds);
  const symbol = symbolOf(operator, field);
  if (symbol === undefined) throw wrong(at, `${at} is no comparison of this field.`);
  const positive = `${left} ${symbol} ${bound()}`;
  return holds ? positive : negated(positive, left);
};

/** Truth values have no order that both engines agree on. */
const symbolOf = (operator: string, { kind }: Field): string | undefined => {
  if (kind !== 'boolean' && Object.hasOwn(ordered, operator)) return ordered[operator];
  return kind === 'string' && Object.hasOwn(textual, operator) ? textual[operator] : undefined;
};

/** An encrypted value is found by its blind index: equal values have equal ones, and nothing else can be told of it. */
const encrypted = (
  { variable, column: { field }, at }: Operand,
  operator: string,
  value: unknown,
  parameters: Parameters,
  holds: boolean,
): string => {
  if (field.blind === undefined)
    throw wrong(at, `${at} cannot be asked: ${field.name} is encrypted, and only a unique one can be found.`);
  const left = property(variable, field.blind);
  if (operator === 'eq') {
    assertKind(at, field, value);
    return equality(left, parameters.blind(field, value), holds);
  }
  if (operator === 'in') return membership(left, parameters.blindAll(field, listOf(at, field, value)), holds);
  throw wrong(at, `${at} cannot be asked of an encrypted field: only eq and in can.`);
};

/** A list of values of this field. */
export const listOf = (at: string, field: Field, value: unknown): readonly unknown[] => {
  if (!Array.isArray(value) || value.length > limits.maxListFilter)
    throw wrong(at, `${at} must be a list of ${limits.maxListFilter} values at most.`);
  for (const one of value) assertKind(at, field, one);
  return value;
};
