import { z } from 'zod';
import type { Graph, LabelOf } from '../define-graph.ts';
import type { NodeDefinition } from '../definition.ts';
import type { Field } from '../field.ts';
import type { PatchInput } from '../operation-types.ts';
import type { PatchOf } from '../types.ts';
import { branch, isPlain, oneOrMany } from './branch.ts';
import { keyShape } from './key.ts';
import { nodeOf, oncePerNode } from './node-of.ts';
import { seenShape } from './remove.ts';

const patchSchemas = new WeakMap<NodeDefinition, z.ZodType>();

/** The schema of what a caller sends to change a node. Key and owner never change, and are refused by name. */
export const patchSchema = <N extends NodeDefinition>(node: N): z.ZodType<PatchOf<N>, PatchOf<N>> => {
  const known = patchSchemas.get(node) ?? makePatchSchema(node);
  patchSchemas.set(node, known);
  return known as z.ZodType<PatchOf<N>, PatchOf<N>>;
};

/** The schema of a key, of what is to be changed, and of the version that the caller has seen. */
export const patchInputSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<PatchInput<G[L]>, PatchInput<G[L]>> =>
  patchInput(graph, label) as z.ZodType<PatchInput<G[L]>, PatchInput<G[L]>>;

const patchInput = oncePerNode((graph, label) => {
  const changes: z.ZodType = patchSchema(nodeOf(graph, label));
  return z.strictObject({
    ...keyShape(graph, label),
    changes: changes.refine(
      (given) => typeof given === 'object' && given !== null && Object.keys(given).length > 0,
      'must change at least one field',
    ),
    ...seenShape(graph, label),
  });
});

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
