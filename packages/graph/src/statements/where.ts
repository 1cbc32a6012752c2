import type { NodeDefinition, Relationship } from '@graphkeep/models';
import { bounds } from './bounds.ts';
import { type Columns, columnsOf, linkColumns } from './column.ts';
import { comparisons } from './comparison.ts';
import type { Parameters } from './cypher.ts';
import { every, some } from './logic.ts';
import { relatedFilter } from './related-filter.ts';
import type { Scope } from './scope.ts';
import { assertPlain, wrong } from './values.ts';

/** What a filter is on: a node by its variable, and where it was reached over a relationship, that. */
export interface Target {
  readonly variable: string;
  readonly definition: NodeDefinition;
  readonly link?: { readonly variable: string; readonly relationship: Relationship };
  /** Where the filter stands in the input. */
  readonly at: string;
  /** How many relationships are between it and the filter's beginning. */
  readonly hops: number;
  /** How deep AND, OR and NOT are within each other. */
  readonly depth: number;
}

export interface FilterContext {
  readonly scope: Scope;
  readonly parameters: Parameters;
}

/**
 * The conditions of a filter, to be joined by AND. Whatever is not understood throws: a filter that is dropped finds
 * everything.
 */
export const filters = (
  variable: string,
  definition: NodeDefinition,
  where: object,
  context: FilterContext,
  { at = 'where', link }: Partial<Pick<Target, 'at' | 'link'>> = {},
): readonly string[] =>
  conditionsOf({ variable, definition, ...(link && { link }), at, hops: 0, depth: 0 }, where, context, true);

/** One condition for a whole filter; with `holds` false it is true for just the rows where the filter is not. */
export const condition = (target: Target, where: unknown, context: FilterContext, holds: boolean): string =>
  (holds ? every : some)(conditionsOf(target, where, context, holds));

const conditionsOf = (
  target: Target,
  where: unknown,
  context: FilterContext,
  holds: boolean,
): readonly string[] => {
  assertPlain(target.at, where);
  return Object.entries(where).flatMap(([name, value]) =>
    part({ ...target, at: `${target.at}.${name}` }, name, value, context, holds),
  );
};

const part = (
  target: Target,
  name: string,
  value: unknown,
  context: FilterContext,
  holds: boolean,
): readonly string[] => {
  const { variable, definition, link, at } = target;
  if (value === undefined) throw wrong(at, `${at} is undefined: leave it out, or give it a value.`);
  if (name === 'AND' || name === 'OR' || name === 'NOT') return logic(target, name, value, context, holds);
  if (name === '$link' && link) return linkFilter(link, value, at, context, holds);
  if (Object.hasOwn(definition.relationships, name))
    return relatedFilter(target, name, value, context, holds);
  return field(
    columnsOf(context.scope.graph, definition),
    variable,
    name,
    value,
    at,
    context,
    holds,
    definition.label,
  );
};

const logic = (
  target: Target,
  name: 'AND' | 'OR' | 'NOT',
  value: unknown,
  context: FilterContext,
  holds: boolean,
): readonly string[] => {
  const { at } = target;
  if (target.depth >= bounds.logicDepth)
    throw wrong(at, `AND, OR and NOT go ${bounds.logicDepth} levels deep at most.`);
  const list = name === 'NOT' && !Array.isArray(value) ? [value] : value;
  if (!Array.isArray(list)) throw wrong(at, `${at} must be a list of filters.`);
  const parts = list.map((one: unknown, index) =>
    condition(
      { ...target, at: list === value ? `${at}.${index}` : at, depth: target.depth + 1 },
      one,
      context,
      holds !== (name === 'NOT'),
    ),
  );
  // NOT of a list: none of them holds.
  return name === 'OR' ? [(holds ? some : every)(parts)] : [(holds ? every : some)(parts)];
};

const linkFilter = (
  link: NonNullable<Target['link']>,
  value: unknown,
  at: string,
  context: FilterContext,
  holds: boolean,
): readonly string[] => {
  assertPlain(at, value);
  const columns = linkColumns(link.relationship);
  return Object.entries(value).flatMap(([name, filter]) =>
    field(columns, link.variable, name, filter, `${at}.${name}`, context, holds, 'The relationship'),
  );
};

const field = (
  columns: Columns,
  variable: string,
  name: string,
  filter: unknown,
  at: string,
  { parameters }: FilterContext,
  holds: boolean,
  whose: string,
): readonly string[] => {
  const column = columns.get(name);
  if (!column) throw wrong(at, `${whose} has no field ${name} to filter by.`);
  return comparisons({ variable, column, at }, filter, parameters, holds);
};

/** ` WHERE a AND b`, or nothing. */
export const whereClause = (all: readonly string[]): string =>
  asked(all).length === 0 ? '' : ` WHERE ${asked(all).join(' AND ')}`;

const asked = (all: readonly string[]): readonly string[] => all.filter((one) => one !== 'true');
