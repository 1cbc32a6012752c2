import { z } from 'zod';
import type { NodeDefinition } from '../definition.ts';
import type { EntityOf } from '../types.ts';
import { schemaNames } from './schema-names.ts';

const entitySchemas = new WeakMap<NodeDefinition, z.ZodType>();

/** The schema of a node as it is read, without what an include adds. */
export const entitySchema = <N extends NodeDefinition>(node: N): z.ZodType<EntityOf<N>> => {
  const known = entitySchemas.get(node) ?? makeEntitySchema(node);
  entitySchemas.set(node, known);
  return known as z.ZodType<EntityOf<N>>;
};

const makeEntitySchema = (node: NodeDefinition): z.ZodType => {
  const added = node.fields.filter(({ name }) => !(name in node.schema.shape));
  const identity: z.ZodRawShape = node.traits.abstract ? { $label: z.string(), $key: z.string() } : {};
  return node.schema
    .safeExtend({
      ...Object.fromEntries(
        added.map(({ name, optional, value }) => [name, optional ? value.optional() : value]),
      ),
      ...identity,
    })
    .strict()
    .register(schemaNames, { name: node.label });
};
