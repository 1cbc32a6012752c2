import type { NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../engine/engine.ts';
import { columnsOf, keyField } from './column.ts';
import { node, Parameters, property, quote } from './cypher.ts';
import { afterCondition, orderClause, type Sort } from './order.ts';
import { type Layout, layoutOf, projected } from './projection.ts';
import { type Scope, visible } from './scope.ts';
import { filters, whereClause } from './where.ts';

/** All columns of a node, for a statement that answers with what it wrote. */
export const columns = (definition: NodeDefinition): string =>
  layoutOf(projected(columnsOf(noGraph, definition), {}), []).text;
const noGraph = {};

/** What every read of one label has in common. */
export interface Reading {
  readonly definition: NodeDefinition;
  readonly scope: Scope;
  readonly codec: Codec;
  readonly withDeleted: boolean;
}

export interface ListParts {
  readonly where: object;
  readonly sorts: readonly Sort[];
  /** The sort values to begin behind; asked for when the filter is known to be good. */
  readonly after: (() => readonly unknown[]) | undefined;
  readonly limit: number;
}

/** One page of nodes. */
export const listStatement = (reading: Reading, layout: Layout, parts: ListParts): Statement => {
  const { definition, codec } = reading;
  const parameters = new Parameters(codec);
  const all = [
    ...found(reading, parts.where, parameters),
    ...orderedByIndex(reading, parts),
    ...(parts.after ? [afterCondition(parts.sorts, parts.after(), parameters)] : []),
  ];
  const text = `MATCH ${node('n', definition)}${whereClause(all)} RETURN ${layout.text}${orderClause(parts.sorts)} LIMIT ${parameters.count(parts.limit)}`;
  return { text, params: parameters.values, operation: `${definition.label}.list` };
};

/** That every node has its key lets Neo4j walk along its index; else it sorts all nodes to give the first few. */
const orderedByIndex = (
  { definition, scope }: Reading,
  { where, sorts: [sort], after }: ListParts,
): readonly string[] => {
  const whole = Object.keys(where).length === 0 && (scope.owner === undefined || !definition.owner);
  return whole && !after && sort?.key && !definition.traits.abstract ? [`${sort.left} IS NOT NULL`] : [];
};

/** The conditions of a filter, and of what the caller may see. */
export const found = (reading: Reading, where: object, parameters: Parameters): readonly string[] => {
  const { definition, scope, withDeleted } = reading;
  return [
    ...filters('n', definition, where, { scope, parameters }),
    ...visible('n', definition, scope, parameters, withDeleted),
  ];
};

/** Where a key is looked up: among the nodes of this label, which is another than what is read where that is abstract. */
export type Home = NodeDefinition;

/** The node of one key. */
export const getStatement = (reading: Reading, layout: Layout, home: Home, key: unknown): Statement => {
  const { definition, scope, codec, withDeleted } = reading;
  const parameters = new Parameters(codec);
  const field = keyField(home);
  const all = [
    `${property('n', field.stored)} = ${parameters.bind(field, key)}`,
    ...visible('n', definition, scope, parameters, withDeleted),
  ];
  const text = `MATCH (n${labelsOf(definition, home)})${whereClause(all)} RETURN ${layout.text} LIMIT 1`;
  return { text, params: parameters.values, operation: `${definition.label}.get` };
};

/** The nodes of many keys; the key is the last column of each row. */
export const getManyStatement = (
  reading: Reading,
  layout: Layout,
  home: Home,
  keys: readonly unknown[],
): Statement => {
  const { definition, scope, codec, withDeleted } = reading;
  const parameters = new Parameters(codec);
  const field = keyField(home);
  const list = parameters.bindAll(field, keys);
  const text = [
    `UNWIND ${list} AS ${quote('$of')}`,
    `MATCH (n${labelsOf(definition, home)} {${quote(field.stored)}: ${quote('$of')}})${whereClause(visible('n', definition, scope, parameters, withDeleted))}`,
    `RETURN ${layout.text}, ${quote('$of')} AS ${quote('$of')}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.getMany` };
};

const labelsOf = (definition: NodeDefinition, home: Home): string =>
  definition === home ? `:${quote(home.stored)}` : `:${quote(home.stored)}:${quote(definition.stored)}`;

/** How many nodes a filter finds. */
export const countStatement = (reading: Reading, where: object): Statement => {
  const parameters = new Parameters(reading.codec);
  const text = `MATCH ${node('n', reading.definition)}${whereClause(found(reading, where, parameters))} RETURN count(n) AS \`count\``;
  return { text, params: parameters.values, operation: `${reading.definition.label}.count` };
};

/** One row where a filter finds a node, none where it does not. */
export const existsStatement = (reading: Reading, where: object): Statement => {
  const parameters = new Parameters(reading.codec);
  const text = `MATCH ${node('n', reading.definition)}${whereClause(found(reading, where, parameters))} RETURN 1 AS \`exists\` LIMIT 1`;
  return { text, params: parameters.values, operation: `${reading.definition.label}.exists` };
};
