import type { NodeDefinition } from '@graphkeep/models';
import { keyField } from '../column.ts';
import { node, type Parameters, property } from '../cypher.ts';
import { type Scope, visible } from '../scope.ts';
import { filters, whereClause } from '../where.ts';
import { lock } from './lock.ts';
import { storeField } from './store-field.ts';

/** Which nodes a bulk change is for: all that a filter finds, or the first of them by their keys. */
export interface Matching {
  readonly where: object;
  readonly limit: number | undefined;
}

export const matchAll = (
  definition: NodeDefinition,
  { where, limit }: Matching,
  scope: Scope,
  parameters: Parameters,
): string => {
  const all = [
    ...filters('n', definition, where, { scope, parameters }),
    ...visible('n', definition, scope, parameters),
  ];
  const bound =
    limit === undefined
      ? ''
      : ` WITH n ORDER BY ${property('n', keyField(definition).stored)} LIMIT ${parameters.count(limit)}`;
  return `MATCH ${node('n', definition)}${whereClause(all)}${bound}`;
};

/** The node of one key, if the caller may see it. */
export const matchOne = (
  definition: NodeDefinition,
  key: string,
  scope: Scope,
  parameters: Parameters,
  withDeleted = false,
): string => {
  const field = keyField(definition);
  const all = [
    `${property('n', field.stored)} = ${parameters.bind(field, key)}`,
    ...visible('n', definition, scope, parameters, withDeleted),
  ];
  return `MATCH ${node('n', definition)}${whereClause(all)}`;
};

/** Goes on only if the node has this version. Without the lock two writers would both see the old one. */
export const atVersion = (definition: NodeDefinition, version: number, parameters: Parameters): string => {
  const field = storeField(definition, 'version');
  return `${lock('n')} WITH n WHERE ${property('n', field.stored)} = ${parameters.bind(field, version)}`;
};

/** Whose a node is; null where it is shared. */
export const ownerColumn = (definition: NodeDefinition): string => {
  const owner = definition.fields.find(({ name }) => name === definition.owner);
  return owner ? property('n', owner.stored) : 'null';
};
