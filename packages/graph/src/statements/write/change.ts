import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../../engine/engine.ts';
import { keyField } from '../column.ts';
import { Parameters, property, quote } from '../cypher.ts';
import { dependentLabels } from '../labels.ts';
import { columns } from '../read.ts';
import type { Scope } from '../scope.ts';
import { atVersion, type Matching, matchAll, matchOne, ownerColumn } from './match.ts';
import { storeField } from './store-field.ts';

/** What happens to one field. */
export type Change =
  | { readonly kind: 'set'; readonly field: Field; readonly value: unknown }
  | { readonly kind: 'remove'; readonly field: Field }
  | { readonly kind: 'increment'; readonly field: Field; readonly by: number }
  | { readonly kind: 'push'; readonly field: Field; readonly values: readonly unknown[] };

export interface ChangeParts {
  readonly definition: NodeDefinition;
  readonly changes: readonly Change[];
  readonly now: Date;
}

/** Changes the node of one key, and answers it. With a version it is changed only if it has that one. */
export const patchStatement = (
  parts: ChangeParts,
  key: string,
  version: number | undefined,
  scope: Scope,
  codec: Codec,
): Statement => {
  const { definition } = parts;
  const parameters = new Parameters(codec);
  const text = [
    matchOne(definition, key, scope, parameters),
    ...(version === undefined ? [] : [atVersion(definition, version, parameters)]),
    ...changing(parts, parameters),
    `RETURN ${columns(definition)}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.patch` };
};

/** Changes what a filter finds. It answers a row a node, with the key, the owner and what was computed. */
export const patchManyStatement = (
  parts: ChangeParts,
  matching: Matching,
  scope: Scope,
  codec: Codec,
): Statement => {
  const { definition, changes } = parts;
  const parameters = new Parameters(codec);
  const key = keyField(definition);
  const results = computed(changes).map(
    ({ field }) => `${property('n', field.stored)} AS ${quote(field.name)}`,
  );
  const text = [
    matchAll(definition, matching, scope, parameters),
    ...changing(parts, parameters),
    `RETURN ${[`${property('n', key.stored)} AS \`$key\``, `${ownerColumn(definition)} AS \`$owner\``, ...results].join(', ')}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.patchMany` };
};

/** Changes whose outcome depends on what was there: it is known only afterwards whether the schema accepts it. */
export const computed = (changes: readonly Change[]): readonly Change[] =>
  changes.filter(({ kind }) => kind === 'increment' || kind === 'push');

const changing = ({ definition, changes, now }: ChangeParts, parameters: Parameters): readonly string[] => {
  const updatedAt = storeField(definition, 'updatedAt');
  const set = [
    ...changes.flatMap((change) => assignments(change, parameters)),
    `${property('n', updatedAt.stored)} = ${parameters.bind(updatedAt, now)}`,
    ...nextVersion(definition),
  ];
  const changed = (name: string) => changes.some(({ field }) => field.name === name);
  return [`SET ${set.join(', ')}`, ...dependentLabels('n', definition, changed)];
};

/** n.`version` = coalesce(n.`version`, 0) + 1, where changes are counted. */
export const nextVersion = (definition: NodeDefinition): readonly string[] => {
  if (!definition.traits.version) return [];
  const version = property('n', storeField(definition, 'version').stored);
  return [`${version} = coalesce(${version}, 0) + 1`];
};

const assignments = (change: Change, parameters: Parameters): readonly string[] => {
  const { field } = change;
  const left = property('n', field.stored);
  const blind = field.blind === undefined ? undefined : property('n', field.blind);
  switch (change.kind) {
    case 'set':
      return [
        `${left} = ${parameters.bind(field, change.value)}`,
        ...(blind === undefined ? [] : [`${blind} = ${parameters.blind(field, change.value)}`]),
      ];
    case 'remove':
      return [`${left} = null`, ...(blind === undefined ? [] : [`${blind} = null`])];
    case 'increment':
      return [
        `${left} = coalesce(${left}, ${fromOf(field, '0', parameters)}) + ${parameters.bind(field, change.by)}`,
      ];
    case 'push':
      return [
        `${left} = coalesce(${left}, ${fromOf(field, '[]', parameters)}) + ${parameters.bind(field, change.values)}`,
      ];
  }
};

/** What a change begins with where there is no value: as it is read, the field's default. */
const fromOf = (field: Field, nothing: '0' | '[]', parameters: Parameters): string => {
  const value = field.missing?.();
  return value === undefined || JSON.stringify(value) === nothing ? nothing : parameters.bind(field, value);
};
