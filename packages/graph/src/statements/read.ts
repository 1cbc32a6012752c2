import type { NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../engine/engine.ts';
import { node, Parameters, property, quote } from './cypher.ts';
import { afterCondition, orderClause, type Sort } from './order.ts';
import { conditions, type Owner, owned, whereClause } from './where.ts';

const columnsOf = new WeakMap<NodeDefinition, string>();

/** n.`playerId` AS `playerId`, …: every column by name, since the embedded engine cannot be trusted with whole nodes. */
export const columns = (definition: NodeDefinition): string => {
  const known =
    columnsOf.get(definition) ??
    definition.fields.map(({ name, stored }) => `${property('n', stored)} AS ${quote(name)}`).join(', ');
  columnsOf.set(definition, known);
  return known;
};

export interface ListParts {
  readonly where: object;
  readonly sorts: readonly Sort[];
  readonly after: readonly unknown[] | undefined;
  readonly limit: number;
}

/** One page of nodes. */
export const listStatement = (
  definition: NodeDefinition,
  parts: ListParts,
  owner: Owner,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const all = [
    ...conditions('n', definition, parts.where, parameters),
    ...owned('n', definition, owner, parameters),
    ...(parts.after ? [afterCondition('n', parts.sorts, parts.after, parameters)] : []),
  ];
  const text = `MATCH ${node('n', definition)}${whereClause(all)} RETURN ${columns(definition)}${orderClause('n', parts.sorts)} LIMIT ${parameters.count(parts.limit)}`;
  return { text, params: parameters.values, operation: `${definition.label}.list` };
};

/** The node of one key. */
export const getStatement = (
  definition: NodeDefinition,
  key: unknown,
  owner: Owner,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const all = [
    ...conditions('n', definition, { [definition.key]: key }, parameters),
    ...owned('n', definition, owner, parameters),
  ];
  const text = `MATCH ${node('n', definition)}${whereClause(all)} RETURN ${columns(definition)} LIMIT 1`;
  return { text, params: parameters.values, operation: `${definition.label}.get` };
};
