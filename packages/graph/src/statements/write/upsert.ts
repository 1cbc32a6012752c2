import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../../engine/engine.ts';
import { keyField } from '../column.ts';
import { Parameters, property, quote } from '../cypher.ts';
import { dependentLabels, fixedLabels } from '../labels.ts';
import { columns } from '../read.ts';
import type { StoredRow } from './create.ts';
import { storeField } from './store-field.ts';

export interface UpsertRow {
  readonly key: string;
  readonly values: StoredRow;
  readonly made: StoredRow;
  readonly removed: StoredRow;
}

export interface UpsertParts {
  readonly definition: NodeDefinition;
  /** The fields that some row has a value for, or removes; true where all rows do. */
  readonly given: ReadonlyMap<Field, boolean>;
  /** Those of them that some row removes. */
  readonly removed: ReadonlySet<Field>;
  /** Whether a new node gets more than is given. */
  readonly withDefaults: boolean;
  readonly now: Date;
  /** `counts` of each state, `keys` with the state of each, or the one node whole. */
  readonly answer: 'counts' | 'keys' | 'node';
}

/**
 * Makes the nodes of these keys, or changes those that are there. A node that has the values already is not written: its
 * lock, its `updatedAt` and its place in the journal cost more than to look. A node that has no `updatedAt` was made just now.
 */
export const upsertStatement = (parts: UpsertParts, rows: readonly UpsertRow[], codec: Codec): Statement => {
  const { definition } = parts;
  const parameters = new Parameters(codec);
  const key = quote(keyField(definition).stored);
  const updatedAt = storeField(definition, 'updatedAt');
  const createdAt = storeField(definition, 'createdAt');
  const list = parameters.raw(rows.map((row) => sent(parts, row)));
  const now = parameters.bind(updatedAt, parts.now);
  const defaults = parts.withDefaults ? 'n += row.made, ' : '';
  const text = [
    `UNWIND ${list} AS row MERGE (n:${quote(definition.stored)} {${key}: row.key}) ON CREATE SET ${defaults}${property('n', createdAt.stored)} = ${now}`,
    `WITH n, row, CASE WHEN ${property('n', updatedAt.stored)} IS NULL THEN 'created' ${foreign(definition)}WHEN ${same(parts)} THEN 'unchanged' ELSE 'updated' END AS state`,
    "WHERE state = 'created' OR state = 'updated'",
    `SET n += row.values${fixed(definition)}, ${property('n', updatedAt.stored)} = ${now}${counted(definition)}${restored(definition)}`,
    ...dependentLabels('n', definition),
    `RETURN ${answers(parts, key)}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.upsert` };
};

/** A map for each row costs as much as its values: what no row of the call needs is left out. */
const sent = (
  { withDefaults, removed }: UpsertParts,
  { key, values, ...row }: UpsertRow,
): Partial<UpsertRow> => ({
  key,
  values,
  ...(withDefaults && { made: row.made }),
  ...(removed.size > 0 && { removed: row.removed }),
});

const answers = ({ definition, answer }: UpsertParts, key: string): string => {
  if (answer === 'counts') return 'state AS `state`, count(*) AS `count`';
  if (answer === 'keys') return `state AS \`state\`, n.${key} AS \`key\``;
  return `${columns(definition)}, state AS \`$state\``;
};

/** An owner is never changed: what belongs to another is found out apart, and refused. */
const foreign = (definition: NodeDefinition): string => {
  const owner = definition.fields.find(({ name }) => name === definition.owner);
  return owner
    ? `WHEN ${property('n', owner.stored)} <> row.values.${quote(owner.stored)} THEN 'foreign' `
    : '';
};

const same = ({ definition, given, removed }: UpsertParts): string => {
  const all = [...given].flatMap(([field, byAll]) => sameField(field, byAll, removed.has(field)));
  if (definition.traits.softDelete)
    all.push(`${property('n', storeField(definition, 'deletedAt').stored)} IS NULL`);
  return all.length === 0 ? 'true' : all.join(' AND ');
};

/** A ciphertext differs each time; where there is no blind index beside it, nobody can tell whether the value is the same. */
const sameField = (field: Field, byAll: boolean, removed: boolean): string => {
  const stored = field.blind ?? field.stored;
  const left = property('n', stored);
  const given = `row.values.${quote(stored)}`;
  const equal = field.encrypted && field.blind === undefined ? 'false' : `${left} = ${given}`;
  if (removed)
    return `((${given} IS NULL AND (${left} IS NULL OR row.removed.${quote(field.stored)} IS NULL)) OR ${equal})`;
  return byAll ? equal : `(${given} IS NULL OR ${equal})`;
};

const fixed = (definition: NodeDefinition): string =>
  definition.labels.some(({ when }) => when === undefined) ? `, n${fixedLabels(definition)}` : '';

const counted = (definition: NodeDefinition): string => {
  if (!definition.traits.version) return '';
  const version = property('n', storeField(definition, 'version').stored);
  return `, ${version} = coalesce(${version}, 0) + 1`;
};

const restored = (definition: NodeDefinition): string =>
  definition.traits.softDelete ? `, ${property('n', storeField(definition, 'deletedAt').stored)} = null` : '';

/** The key of one row whose node belongs to another owner than the row says. */
export const foreignStatement = (
  definition: NodeDefinition,
  owner: Field,
  rows: readonly { readonly key: string; readonly owner: unknown }[],
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const key = quote(keyField(definition).stored);
  const text = `UNWIND ${parameters.raw(rows)} AS row MATCH (n:${quote(definition.stored)} {${key}: row.key}) WHERE ${property('n', owner.stored)} <> row.owner RETURN row.key AS \`key\` LIMIT 1`;
  return { text, params: parameters.values, operation: `${definition.label}.upsert.foreign` };
};
