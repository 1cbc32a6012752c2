import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Codec } from './engine/engine.ts';

export type Entity = Record<string, unknown>;

/** A row of a node's columns, in the order of its stored fields, as an entity. A missing value is no property. */
export const decodeRow = (definition: NodeDefinition, row: readonly unknown[], codec: Codec): Entity => {
  const entity: Entity = {};
  definition.fields.forEach((field, index) => {
    put(entity, field, row[index], codec);
  });
  return entity;
};

/** A map of stored values as the values of these fields; `prefix` is before each name in the map. */
export const decodeMap = (
  fields: readonly Field[],
  stored: Readonly<Record<string, unknown>>,
  codec: Codec,
  prefix = '',
): Entity => {
  const entity: Entity = {};
  for (const field of fields) put(entity, field, stored[prefix + field.name], codec);
  return entity;
};

const put = (entity: Entity, field: Field, stored: unknown, codec: Codec): void => {
  if (stored !== null && stored !== undefined) entity[field.name] = codec.decode(field, stored);
};
