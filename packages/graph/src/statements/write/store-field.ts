import type { Field, NodeDefinition } from '@graphkeep/models';

/** One of the fields that the store itself keeps in a node. */
export const storeField = (
  definition: NodeDefinition,
  name: 'createdAt' | 'updatedAt' | 'version' | 'deletedAt',
): Field => {
  const field = definition.fields.find((one) => one.name === name);
  if (!field) throw new TypeError(`${definition.label} has no ${name}.`);
  return field;
};
