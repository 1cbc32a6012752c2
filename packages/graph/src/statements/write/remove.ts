import type { NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../../engine/engine.ts';
import { keyField } from '../column.ts';
import { Parameters, property } from '../cypher.ts';
import { columns } from '../read.ts';
import type { Scope } from '../scope.ts';
import { nextVersion } from './change.ts';
import { atVersion, type Matching, matchAll, matchOne, ownerColumn } from './match.ts';
import { storeField } from './store-field.ts';

export interface RemoveParts {
  readonly definition: NodeDefinition;
  readonly now: Date;
  /** `mark` keeps the node with the time of its removal; `delete` ends it with all its relationships. */
  readonly how: 'mark' | 'delete';
}

/** Removes the node of one key, and answers its key and owner if there was one. */
export const removeStatement = (
  parts: RemoveParts,
  key: string,
  version: number | undefined,
  scope: Scope,
  codec: Codec,
): Statement => {
  const { definition, how } = parts;
  const parameters = new Parameters(codec);
  const text = [
    // What was marked before can still be deleted.
    matchOne(definition, key, scope, parameters, how === 'delete'),
    ...(version === undefined ? [] : [atVersion(definition, version, parameters)]),
    removing(parts, parameters),
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.remove` };
};

/** Removes what a filter finds, and answers keys and owners. */
export const removeManyStatement = (
  parts: RemoveParts,
  matching: Matching,
  scope: Scope,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const text = `${matchAll(parts.definition, matching, scope, parameters)} ${removing(parts, parameters)}`;
  return { text, params: parameters.values, operation: `${parts.definition.label}.removeMany` };
};

/** Takes the mark of removal away, and answers the node if it had one. */
export const restoreStatement = (
  definition: NodeDefinition,
  key: string,
  now: Date,
  scope: Scope,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const deletedAt = property('n', storeField(definition, 'deletedAt').stored);
  const updatedAt = storeField(definition, 'updatedAt');
  const set = [
    `${deletedAt} = null`,
    `${property('n', updatedAt.stored)} = ${parameters.bind(updatedAt, now)}`,
    ...nextVersion(definition),
  ];
  const text = `${matchOne(definition, key, scope, parameters, true)} AND ${deletedAt} IS NOT NULL SET ${set.join(', ')} RETURN ${columns(definition)}`;
  return { text, params: parameters.values, operation: `${definition.label}.restore` };
};

const removing = ({ definition, now, how }: RemoveParts, parameters: Parameters): string => {
  const key = property('n', keyField(definition).stored);
  const owner = ownerColumn(definition);
  if (how === 'delete')
    return `WITH n, ${key} AS removed, ${owner} AS its DETACH DELETE n RETURN removed AS \`key\`, its AS \`owner\``;
  const deletedAt = storeField(definition, 'deletedAt');
  const updatedAt = storeField(definition, 'updatedAt');
  const at = parameters.bind(deletedAt, now);
  const set = [
    `${property('n', deletedAt.stored)} = ${at}`,
    `${property('n', updatedAt.stored)} = ${at}`,
    ...nextVersion(definition),
  ];
  return `SET ${set.join(', ')} RETURN ${key} AS \`key\`, ${owner} AS \`owner\``;
};
