import { z } from 'zod';
import type { NodeDefinition } from '../definition.ts';
import type { Field } from '../field.ts';
import type { PatchOf } from '../types.ts';
import { branch, isPlain, oneOrMany } from './branch.ts';

const patchSchemas = new WeakMap<NodeDefinition, z.ZodType>();

/** The schema of what a caller sends to change a node. Key and owner never change, and are refused by name. */
export const patchSchema = <N extends NodeDefinition>(node: N): z.ZodType<PatchOf<N>, PatchOf<N>> => {
  const known = patchSchemas.get(node) ?? makePatchSchema(node);
  patchSchemas.set(node, known);
  return known as z.ZodType<PatchOf<N>, PatchOf<N>>;
};

const makePatchSchema = (node: NodeDefinition): z.ZodType => {
  const changed = node.fields.filter(
    ({ name }) => name in node.schema.shape && name !== node.key && name !== node.owner,
  );
  return z.strictObject(Object.fromEntries(changed.map((field) => [field.name, change(field).optional()])));
};

const change = (field: Field): z.ZodType => {
  const value = field.optional ? z.nullable(field.value) : field.value;
  const operator = operatorOf(field);
  return operator ? branch([value, operator], (given) => (isPlain(given) ? operator : value)) : value;
};

/** What can be done to a value without knowing it; only where no value is itself an object. */
const operatorOf = ({ kind, value }: Field): z.ZodType | undefined => {
  if (kind === 'integer') return z.strictObject({ increment: z.int() });
  if (kind === 'float') return z.strictObject({ increment: z.number() });
  if (kind !== 'list' || !(value instanceof z.ZodArray)) return undefined;
  return z.strictObject({ push: oneOrMany(value.element as z.ZodType) });
};
