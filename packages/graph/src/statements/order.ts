import { GraphkeepError } from '@graphkeep/core';
import { type Field, isScalar, type NodeDefinition } from '@graphkeep/models';
import { type Parameters, property } from './cypher.ts';

export interface Sort {
  readonly field: Field;
  readonly direction: 'asc' | 'desc';
}

/** The fields that a list is sorted by. The key is always the last: without it equal rows would be lost between pages. */
export const sortsOf = (definition: NodeDefinition, orderBy: object): readonly Sort[] => {
  const { fields } = definition;
  const sorts = Object.entries(orderBy).map(([name, direction]): Sort => {
    const field = fields.find((one) => one.name === name);
    if (!field || !isScalar(field.kind) || field.kind === 'boolean')
      throw new GraphkeepError('invalid_input', `${definition.label} cannot be ordered by ${name}.`, {
        field: `orderBy.${name}`,
      });
    if (direction !== 'asc' && direction !== 'desc')
      throw new GraphkeepError('invalid_input', `orderBy.${name} must be 'asc' or 'desc'.`, {
        field: `orderBy.${name}`,
      });
    return { field, direction };
  });
  const key = fields.find((field) => field.name === definition.key);
  if (!key || sorts.some((sort) => sort.field.name === definition.key)) return sorts;
  return [...sorts, { field: key, direction: sorts.at(-1)?.direction ?? 'asc' }];
};

export const orderClause = (variable: string, sorts: readonly Sort[]): string =>
  ` ORDER BY ${sorts.map(({ field, direction }) => `${property(variable, field.stored)} ${direction.toUpperCase()}`).join(', ')}`;

/**
 * What comes after a row with these values. Cypher sorts missing values last when ascending and first when descending, so
 * a missing value has an after of its own.
 */
export const afterCondition = (
  variable: string,
  sorts: readonly Sort[],
  values: readonly unknown[],
  parameters: Parameters,
): string => {
  const [sort, ...rest] = sorts;
  if (!sort) return 'false';
  const [value, ...others] = values;
  const left = property(variable, sort.field.stored);
  const past = pastValue(left, sort, value, parameters);
  if (rest.length === 0) return past;
  const same = value === null ? `${left} IS NULL` : `${left} = ${parameters.bind(sort.field, value)}`;
  return `(${past} OR (${same} AND ${afterCondition(variable, rest, others, parameters)}))`;
};

const pastValue = (
  left: string,
  { field, direction }: Sort,
  value: unknown,
  parameters: Parameters,
): string => {
  if (value === null) return direction === 'asc' ? 'false' : `${left} IS NOT NULL`;
  const beyond = `${left} ${direction === 'asc' ? '>' : '<'} ${parameters.bind(field, value)}`;
  return direction === 'asc' && field.optional ? `(${beyond} OR ${left} IS NULL)` : beyond;
};
