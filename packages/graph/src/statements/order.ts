import { type Field, isScalar } from '@graphkeep/models';
import { type Columns, columnsOf, keyColumns, linkColumns } from './column.ts';
import type { Parameters } from './cypher.ts';
import type { Scope } from './scope.ts';
import { assertPlain, wrong } from './values.ts';
import type { Target } from './where.ts';

export interface Sort {
  readonly field: Field;
  readonly left: string;
  readonly direction: 'asc' | 'desc';
  /** Whether every node has a value: of all other fields an older program may have left it out. */
  readonly key?: boolean;
}

/** What is sorted: nodes, and over what they were reached. */
export type Sorted = Pick<Target, 'variable' | 'definition' | 'link'>;

/** The sorts of a list. The key is always the last: without it equal rows would be lost between pages. */
export const sortsOf = (
  sorted: Sorted,
  orderBy: object,
  { graph }: Pick<Scope, 'graph'>,
  at = 'orderBy',
): readonly Sort[] => {
  const { variable, definition, link } = sorted;
  const columns = columnsOf(graph, definition);
  assertPlain(at, orderBy);
  const sorts = Object.entries(orderBy).flatMap(([name, value]): readonly Sort[] => {
    if (name !== '$link' || !link) return [sortOf(columns, variable, name, value, `${at}.${name}`)];
    assertPlain(`${at}.$link`, value);
    const own = linkColumns(link.relationship);
    return Object.entries(value).map(([property, direction]) =>
      sortOf(own, link.variable, property, direction, `${at}.$link.${property}`),
    );
  });
  const direction = sorts.at(-1)?.direction ?? 'asc';
  const keys = keyColumns(graph, definition).map(
    ({ field, of }): Sort => ({ field, left: of(variable), direction, key: true }),
  );
  return [
    ...sorts.map((sort) => (keys.some(({ left }) => left === sort.left) ? { ...sort, key: true } : sort)),
    ...keys.filter(({ left }) => sorts.every((sort) => sort.left !== left)),
  ];
};

const sortOf = (columns: Columns, variable: string, name: string, direction: unknown, at: string): Sort => {
  const column = columns.get(name);
  if (!column || !isScalar(column.field.kind) || column.field.kind === 'boolean' || column.field.encrypted)
    throw wrong(at, `${at} names no field to order by.`);
  if (direction !== 'asc' && direction !== 'desc') throw wrong(at, `${at} must be 'asc' or 'desc'.`);
  return { field: column.field, left: column.of(variable), direction };
};

/** The same order from its other end. */
export const reversed = (sorts: readonly Sort[]): readonly Sort[] =>
  sorts.map((sort) => ({ ...sort, direction: sort.direction === 'asc' ? 'desc' : 'asc' }));

export const orderClause = (sorts: readonly Sort[]): string =>
  ` ORDER BY ${sorts.map(({ left, direction }) => `${left} ${direction.toUpperCase()}`).join(', ')}`;

/**
 * What comes after a row with these values. Cypher sorts missing values last when ascending and first when descending, so
 * a missing value has an after of its own.
 */
export const afterCondition = (
  sorts: readonly Sort[],
  values: readonly unknown[],
  parameters: Parameters,
): string => {
  const [sort, ...rest] = sorts;
  if (!sort) return 'false';
  const [value, ...others] = values;
  const past = pastValue(sort, value, parameters);
  if (rest.length === 0) return past;
  const same =
    value === null ? `${sort.left} IS NULL` : `${sort.left} = ${parameters.bind(sort.field, value)}`;
  return `(${past} OR (${same} AND ${afterCondition(rest, others, parameters)}))`;
};

const pastValue = ({ field, left, direction, key }: Sort, value: unknown, parameters: Parameters): string => {
  if (value === null) return direction === 'asc' ? 'false' : `${left} IS NOT NULL`;
  const beyond = `${left} ${direction === 'asc' ? '>' : '<'} ${parameters.bind(field, value)}`;
  return direction === 'asc' && !key ? `(${beyond} OR ${left} IS NULL)` : beyond;
};
