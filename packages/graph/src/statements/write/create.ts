import type { NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../../engine/engine.ts';
import { keyField } from '../column.ts';
import { Parameters, property, quote } from '../cypher.ts';
import { dependentLabels, fixedLabels } from '../labels.ts';
import { storeField } from './store-field.ts';

export type StoredRow = Readonly<Record<string, unknown>>;

/** Makes nodes, a row each of stored values. */
export const createStatement = (
  definition: NodeDefinition,
  rows: readonly StoredRow[],
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const text = [
    `UNWIND ${parameters.raw(rows)} AS row CREATE (n${fixedLabels(definition)}) SET n += row`,
    ...dependentLabels('n', definition),
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.create` };
};

export interface MissingRow {
  readonly key: string;
  readonly values: StoredRow;
}

/** Makes those nodes whose keys are not there yet, and answers their keys; what is there stays as it is. */
export const createMissingStatement = (
  definition: NodeDefinition,
  rows: readonly MissingRow[],
  now: Date,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const key = quote(keyField(definition).stored);
  const updatedAt = storeField(definition, 'updatedAt');
  const text = [
    `UNWIND ${parameters.raw(rows)} AS row MERGE (n:${quote(definition.stored)} {${key}: row.key}) ON CREATE SET n += row.values`,
    `WITH n WHERE ${property('n', updatedAt.stored)} IS NULL`,
    `SET n${fixedLabels(definition)}, ${property('n', updatedAt.stored)} = ${parameters.bind(updatedAt, now)}`,
    ...dependentLabels('n', definition),
    `RETURN n.${key} AS ${quote('key')}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.createMissing` };
};
