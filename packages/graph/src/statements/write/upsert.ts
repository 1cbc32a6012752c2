import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../../engine/engine.ts';
import { keyField } from '../column.ts';
import { Parameters, property, quote } from '../cypher.ts';
import { dependentLabels, fixedLabels } from '../labels.ts';
import { columns } from '../read.ts';
import { nextVersion } from './change.ts';
import { type RowColumn, rowColumns, rowMap } from './columns.ts';
import { storeField } from './store-field.ts';

/** The stored values of one row, in the order of its columns; the key is the first. */
export type StoredRow = readonly unknown[];

export interface UpsertShape {
  /** What the rows give, null where it is to be removed. */
  readonly given: readonly Field[];
  /** Those of them that some row removes. */
  readonly removed: ReadonlySet<Field>;
  /** What only a new node gets: the defaults of what the rows leave out. */
  readonly made: readonly Field[];
}

export interface UpsertParts {
  readonly definition: NodeDefinition;
  readonly shape: UpsertShape;
  readonly now: Date;
  /** `counts` of each state, `keys` with the state of each, or the one node whole. */
  readonly answer: 'counts' | 'keys' | 'node';
}

/**
 * Makes the nodes of these keys, or changes those that are there. A node that has the values already is not written: its
 * lock, its `updatedAt` and its place in the journal cost more than to look. A node that has no `updatedAt` was made just now.
 */
export const upsertStatement = (parts: UpsertParts, rows: readonly StoredRow[], codec: Codec): Statement => {
  const { definition, shape } = parts;
  const parameters = new Parameters(codec);
  const key = quote(keyField(definition).stored);
  const createdAt = property('n', storeField(definition, 'createdAt').stored);
  const updatedAt = property('n', storeField(definition, 'updatedAt').stored);
  const list = parameters.raw(rows);
  const now = parameters.bind(storeField(definition, 'updatedAt'), parts.now);
  const given = rowColumns(shape.given, 1);
  const made = rowColumns(shape.made, 1 + given.length);
  const set = [
    ...(given.length > 0 ? [`n += ${rowMap(given)}`] : []),
    ...(definition.labels.some(({ when }) => when === undefined) ? [`n${fixedLabels(definition)}`] : []),
    `${updatedAt} = ${now}`,
    ...nextVersion(definition),
    ...(definition.traits.softDelete ? [`${deletedAt(definition)} = null`] : []),
  ];
  const text = [
    `UNWIND ${list} AS row MERGE (n:${quote(definition.stored)} {${key}: row[0]})`,
    `ON CREATE SET ${made.length > 0 ? `n += ${rowMap(made)}, ` : ''}${createdAt} = ${now}`,
    `WITH n, row, CASE WHEN ${updatedAt} IS NULL THEN 'created' ${foreign(definition, given)}WHEN ${same(parts, given)} THEN 'unchanged' ELSE 'updated' END AS state`,
    "WHERE state = 'created' OR state = 'updated'",
    `SET ${set.join(', ')}`,
    ...dependentLabels('n', definition),
    `RETURN ${answers(parts, key)}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.upsert` };
};

const answers = ({ definition, answer }: UpsertParts, key: string): string => {
  if (answer === 'counts') return 'state AS `state`, count(*) AS `count`';
  if (answer === 'keys') return `state AS \`state\`, n.${key} AS \`key\``;
  return `${columns(definition)}, state AS \`$state\``;
};

/** An owner is never changed: what belongs to another is found out apart, and refused. */
const foreign = (definition: NodeDefinition, given: readonly RowColumn[]): string => {
  const owner = given.find(({ field }) => field.name === definition.owner);
  return owner ? `WHEN ${property('n', owner.stored)} <> ${owner.value} THEN 'foreign' ` : '';
};

const same = ({ definition, shape }: UpsertParts, given: readonly RowColumn[]): string => {
  const all = given.flatMap((column) => sameValue(column, shape.removed.has(column.field)));
  if (definition.traits.softDelete) all.push(`${deletedAt(definition)} IS NULL`);
  return all.length === 0 ? 'true' : all.join(' AND ');
};

/** A ciphertext differs each time: the blind index beside it tells, and where there is none nobody can. */
const sameValue = ({ field, stored, value }: RowColumn, removed: boolean): readonly string[] => {
  const left = property('n', stored);
  const ciphertext = field.encrypted && stored === field.stored;
  if (ciphertext && field.blind !== undefined) return [];
  const equal = ciphertext ? 'false' : `${left} = ${value}`;
  return [removed ? `(${equal} OR (${left} IS NULL AND ${value} IS NULL))` : equal];
};

const deletedAt = (definition: NodeDefinition): string =>
  property('n', storeField(definition, 'deletedAt').stored);

/** The key of one row whose node belongs to another owner than the row says. */
export const foreignStatement = (
  definition: NodeDefinition,
  owner: Field,
  rows: readonly StoredRow[],
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const key = quote(keyField(definition).stored);
  const text = `UNWIND ${parameters.raw(rows)} AS row MATCH (n:${quote(definition.stored)} {${key}: row[0]}) WHERE ${property('n', owner.stored)} <> row[1] RETURN row[0] AS \`key\` LIMIT 1`;
  return { text, params: parameters.values, operation: `${definition.label}.upsert.foreign` };
};
