import type { NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../../engine/engine.ts';
import { keyField } from '../column.ts';
import { Parameters, property, quote } from '../cypher.ts';
import { dependentLabels, fixedLabels } from '../labels.ts';
import { rowColumns, rowMap } from './columns.ts';
import { storeField } from './store-field.ts';
import type { StoredRow } from './upsert.ts';

/** Makes nodes, a row each with a column for every field; null is no property. */
export const createStatement = (
  definition: NodeDefinition,
  rows: readonly StoredRow[],
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const values = rowMap(rowColumns(definition.fields, 0));
  const text = [
    `UNWIND ${parameters.raw(rows)} AS row CREATE (n${fixedLabels(definition)} ${values})`,
    ...dependentLabels('n', definition),
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.create` };
};

/** Makes those nodes whose keys are not there yet, and answers their keys; what is there stays as it is. */
export const createMissingStatement = (
  definition: NodeDefinition,
  rows: readonly StoredRow[],
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const all = rowColumns(definition.fields, 0);
  const key = keyField(definition).stored;
  const updatedAt = storeField(definition, 'updatedAt').stored;
  const columnOf = (name: string) => all.find(({ stored }) => stored === name)?.value;
  const values = rowMap(all.filter(({ stored }) => stored !== key && stored !== updatedAt));
  const text = [
    `UNWIND ${parameters.raw(rows)} AS row MERGE (n:${quote(definition.stored)} {${quote(key)}: ${columnOf(key)}}) ON CREATE SET n += ${values}`,
    // Only a node that was made just now has none.
    `WITH n, row WHERE ${property('n', updatedAt)} IS NULL`,
    `SET n${fixedLabels(definition)}, ${property('n', updatedAt)} = ${columnOf(updatedAt)}`,
    ...dependentLabels('n', definition),
    `RETURN ${property('n', key)} AS ${quote('key')}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${definition.label}.createMissing` };
};
