import type { Field } from '@graphkeep/models';
import { listOf, type Operand } from './comparison.ts';
import type { Parameters } from './cypher.ts';
import { negated } from './logic.ts';
import { assertKind, wrong } from './values.ts';

/** A missing list holds nothing: it is empty, and has no value. */
export const listComparison = (
  { variable, column, at }: Operand,
  operator: string,
  value: unknown,
  parameters: Parameters,
  holds: boolean,
): string => {
  const left = column.of(variable);
  const element = elementOf(column.field);
  const all = () => parameters.bindAll(element, listOf(at, element, value));
  switch (operator) {
    case 'has':
      assertKind(at, element, value);
      return polar(`${parameters.bind(element, value)} IN ${left}`, left, holds);
    case 'hasEvery':
      return isEmptyList(value)
        ? String(holds)
        : polar(`${left} IS NOT NULL AND all(x IN ${all()} WHERE x IN ${left})`, left, holds);
    case 'hasSome':
      return polar(`${left} IS NOT NULL AND any(x IN ${all()} WHERE x IN ${left})`, left, holds);
    case 'isEmpty':
      if (typeof value !== 'boolean') throw wrong(at, `${at} must be true or false.`);
      return value === holds ? `(${left} IS NULL OR size(${left}) = 0)` : `size(${left}) > 0`;
  }
  throw wrong(at, `${at} is no comparison of a list.`);
};

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const polar = (condition: string, left: string, holds: boolean): string => {
  if (!holds) return negated(condition, left);
  return condition.includes(' AND ') ? `(${condition})` : condition;
};

const elements = new WeakMap<Field, Field>();

/** The field that one value of a list would be. */
const elementOf = (field: Field): Field => {
  const element: Field = elements.get(field) ?? {
    ...field,
    kind: field.element ?? 'string',
    element: undefined,
  };
  elements.set(field, element);
  return element;
};
