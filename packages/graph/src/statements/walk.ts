import type { NodeDefinition, Relationship } from '@graphkeep/models';
import type { Codec, Statement } from '../engine/engine.ts';
import { keyColumns, keyField, linkColumns } from './column.ts';
import { node, Parameters, quote } from './cypher.ts';
import { link } from './link.ts';
import { returning } from './projection.ts';
import { type Scope, visible } from './scope.ts';
import { whereClause } from './where.ts';

/** A relationship that a walk follows from the nodes of one label. */
export interface Step {
  readonly name: string;
  readonly from: NodeDefinition;
  readonly relationship: Relationship;
  readonly to: NodeDefinition;
}

/**
 * Where one step leads from many nodes, by keys alone: a row holds the key that it came from, the key columns of where it
 * leads, and the columns of the relationship.
 */
export const walkStatement = (
  { name, from, relationship, to }: Step,
  keys: readonly unknown[],
  limit: number,
  scope: Scope,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const key = keyField(from);
  const list = parameters.bindAll(key, keys);
  const columns = [
    `${quote('$of')} AS ${quote('$of')}`,
    returning('m', keyColumns(scope.graph, to), 'node.'),
    returning('r', [...linkColumns(relationship).values()], 'link.'),
  ];
  const text = [
    `UNWIND ${list} AS ${quote('$of')}`,
    `MATCH (n:${quote(from.stored)} {${quote(key.stored)}: ${quote('$of')}})${link('r', relationship)}${node('m', to)}${whereClause(visible('m', to, scope, parameters))}`,
    `RETURN ${columns.filter(Boolean).join(', ')} LIMIT ${parameters.count(limit)}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${from.label}.walk.${name}` };
};
