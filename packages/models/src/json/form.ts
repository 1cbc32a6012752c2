import { z } from 'zod';
import type { ReadModel } from '../define-read-model.ts';
import type { NodeDefinition } from '../definition.ts';
import { entitySchema } from '../schemas/entity.ts';
import type { EntityOf } from '../types.ts';

/** What has a form in JSON: a node without its includes, or a read model. */
export type Described = NodeDefinition | ReadModel;
export type ValueOf<D extends Described> = D extends NodeDefinition ? EntityOf<D> : z.output<D['schema']>;

const isNode = (described: Described): described is NodeDefinition => 'label' in described;

export const typeOf = (described: Described): string =>
  isNode(described) ? described.label : described.name;

export const schemaOf = (described: Described): z.ZodObject => {
  const schema: z.ZodType = isNode(described) ? entitySchema(described) : described.schema;
  if (!(schema instanceof z.ZodObject)) throw new TypeError(`${typeOf(described)} is no object.`);
  return schema;
};
