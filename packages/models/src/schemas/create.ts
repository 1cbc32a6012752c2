import { limits } from '@graphkeep/contract';
import { z } from 'zod';
import type { Graph, LabelOf } from '../define-graph.ts';
import type { NodeDefinition, Relationship } from '../definition.ts';
import type { CreateManyInput } from '../operation-types.ts';
import type { CreateOf, NestedCreateOf } from '../types.ts';
import { bounded, type Excess } from './bounded.ts';
import { isPlain, oneOrMany } from './branch.ts';
import { keyShape } from './key.ts';
import { linkSchema } from './link.ts';
import { fieldOf, nodeOf, oncePerNode } from './node-of.ts';

const createSchemas = new WeakMap<NodeDefinition, z.ZodObject>();

/** The schema of what a caller sends to make a node. Unknown fields are refused by name. */
export const createSchema = <N extends NodeDefinition>(node: N): z.ZodType<CreateOf<N>, CreateOf<N>> =>
  createObject(node) as unknown as z.ZodType<CreateOf<N>, CreateOf<N>>;

/** The schema of many of them. */
export const createManySchema = <N extends NodeDefinition>(
  node: N,
): z.ZodType<CreateManyInput<N>, CreateManyInput<N>> =>
  z.strictObject({
    items: z.array(createObject(node)).min(1, 'must hold at least one').max(limits.maxItems),
  }) as unknown as z.ZodType<CreateManyInput<N>, CreateManyInput<N>>;

/** The same, with what is to be made or joined beside it. */
export const nestedCreateSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<NestedCreateOf<G, L>, NestedCreateOf<G, L>> =>
  boundedCreate(graph, label) as z.ZodType<NestedCreateOf<G, L>, NestedCreateOf<G, L>>;

export const createObject = (node: NodeDefinition): z.ZodObject => {
  const known = createSchemas.get(node);
  if (known) return known;
  const { schema } = node;
  const made = (
    node.traits.madeKey
      ? schema.safeExtend({ [node.key]: z.optional(fieldOf(node, node.key).value) })
      : schema
  ).strict();
  createSchemas.set(node, made);
  return made;
};

const nestedCreate = oncePerNode((graph, label) => {
  const node = nodeOf(graph, label);
  return createObject(node).safeExtend(
    Object.fromEntries(
      Object.entries(node.relationships).map(([name, relationship]) => [
        name,
        z.lazy(() => nestedWrite(graph, relationship)).optional(),
      ]),
    ),
  );
});

const boundedCreate = oncePerNode((graph, label) => {
  const node = nodeOf(graph, label);
  return bounded(
    z.lazy(() => nestedCreate(graph, label)),
    (input) => excess(graph, node, input),
  );
});

/** An abstract node is made as one of the nodes that carry its label, so here it can only be joined. */
const nestedWrite = (graph: Graph, relationship: Relationship): z.ZodType => {
  const target = nodeOf(graph, relationship.to);
  const $link = linkSchema(relationship);
  const beside = $link === undefined ? {} : { $link };
  const connect = z.strictObject({ ...keyShape(graph, relationship.to), ...beside });
  if (target.traits.abstract) return z.strictObject({ connect: oneOrMany(connect).optional() });
  const make = (shape: z.ZodRawShape) =>
    oneOrMany(
      z.lazy(() => {
        const create = nestedCreate(graph, relationship.to);
        return create instanceof z.ZodObject ? create.safeExtend(shape) : create;
      }),
    ).optional();
  return z.strictObject({
    create: make(beside),
    connect: oneOrMany(connect).optional(),
    connectOrCreate: make({ ...keyShape(graph, relationship.to), ...beside }),
  });
};

const excess = (graph: Graph, root: NodeDefinition, input: unknown): Excess | undefined => {
  let writes = 0;
  const look = (
    node: NodeDefinition,
    value: unknown,
    depth: number,
    path: PropertyKey[],
  ): Excess | undefined => {
    if (depth > limits.maxNestedDepth)
      return { path, message: `nested writes go ${limits.maxNestedDepth} levels deep at most` };
    if (++writes > limits.maxNestedWrites)
      return { path, message: `one create writes ${limits.maxNestedWrites} nodes at most` };
    if (!isPlain(value)) return undefined;
    for (const [name, { to }] of Object.entries(node.relationships)) {
      const write = value[name];
      const target = graph[to];
      if (!isPlain(write) || !target) continue;
      for (const [kind, asked] of Object.entries(write))
        for (const [index, one] of (Array.isArray(asked) ? asked : [asked]).entries()) {
          const found = look(target, one, depth + 1, [
            ...path,
            name,
            kind,
            ...(Array.isArray(asked) ? [index] : []),
          ]);
          if (found) return found;
        }
    }
    return undefined;
  };
  return look(root, input, 0, []);
};
