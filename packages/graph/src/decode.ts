import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Codec } from './engine/engine.ts';

export type Entity = Record<string, unknown>;

/**
 * A row of a node's columns, in the order of its stored fields, as an entity. A missing value is no property, unless the field has
 * a default: a node that is older than the field has that.
 */
export const decodeRow = (definition: NodeDefinition, row: readonly unknown[], codec: Codec): Entity =>
  decodeFields(definition.fields, row, codec);

/** The values of these fields, which begin at an index of the row. */
export const decodeFields = (
  fields: readonly Field[],
  row: readonly unknown[],
  codec: Codec,
  from = 0,
): Entity => {
  const entity: Entity = {};
  let index = from;
  for (const field of fields) {
    const stored = row[index++];
    if (stored !== null && stored !== undefined) entity[field.name] = codec.decode(field, stored);
    else if (field.missing) entity[field.name] = field.missing();
  }
  return entity;
};
