import { limits } from '@graphkeep/contract';
import { z } from 'zod';
import type { Graph, LabelOf } from './define-graph.ts';
import type { NodeDefinition } from './definition.ts';
import { type Field, isScalar } from './field.ts';
import type { CreateOf, FindInput, IncludeOf, KeyOf } from './types.ts';

const createSchemas = new WeakMap<NodeDefinition, z.ZodType>();

/** The schema of what a caller sends to make a node. Unknown fields are refused by name. */
export const createSchema = <N extends NodeDefinition>(node: N): z.ZodType<CreateOf<N>, CreateOf<N>> => {
  const known = createSchemas.get(node) ?? makeCreateSchema(node);
  createSchemas.set(node, known);
  return known as z.ZodType<CreateOf<N>, CreateOf<N>>;
};

const makeCreateSchema = (node: NodeDefinition): z.ZodType => {
  const { schema } = node;
  if (!node.traits.madeKey) return schema.strict();
  return schema.safeExtend({ [node.key]: z.optional(valueSchema(node, node.key)) }).strict();
};

export const getSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<KeyOf<G[L]> & { include?: IncludeOf<G, L> }> => {
  const node = nodeOf(graph, label);
  return z.strictObject({
    [node.key]: valueSchema(node, node.key),
    include: includeSchema(graph, label, 1).optional(),
  }) as unknown as z.ZodType<KeyOf<G[L]> & { include?: IncludeOf<G, L> }>;
};

export const listSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<FindInput<G, L>> => {
  const scalars = nodeOf(graph, label).fields.filter((field) => isScalar(field.kind));
  const each = (fields: readonly Field[], schema: (field: Field) => z.ZodType) =>
    z.strictObject(Object.fromEntries(fields.map((field) => [field.name, schema(field).optional()])));
  const ordered = scalars.filter((field) => field.kind !== 'boolean');
  return z.strictObject({
    where: each(scalars, filterSchema).optional(),
    orderBy: each(ordered, () => z.enum(['asc', 'desc'])).optional(),
    limit: z.int().min(1).max(limits.maxPageSize).optional(),
    after: z.string().max(limits.maxUrlLength).optional(),
    include: includeSchema(graph, label, 1).optional(),
  }) as unknown as z.ZodType<FindInput<G, L>>;
};

const includeSchema = (graph: Graph, label: string, depth: number): z.ZodType => {
  const related = Object.entries(nodeOf(graph, label).relationships);
  const options = (to: string) =>
    z.strictObject({
      limit: z.int().min(1).max(limits.maxIncludeSize).optional(),
      include: z
        .lazy(() => (depth < limits.maxIncludeDepth ? includeSchema(graph, to, depth + 1) : tooDeep))
        .optional(),
    });
  return z.strictObject(
    Object.fromEntries(
      related.map(([name, { to }]) => [name, z.preprocess(trueIsAll, options(to)).optional()]),
    ),
  );
};

const trueIsAll = (include: unknown): unknown => (include === true ? {} : include);
const tooDeep = z.never(`includes go ${limits.maxIncludeDepth} levels deep at most`);

/** A bare value means `eq`: both forms end as the object, so that a wrong value is named by its own path. */
const filterSchema = (field: Field): z.ZodType => {
  const value = z.lazy(() => comparable(field));
  const text =
    field.kind === 'string' ? { contains: z.string().optional(), startsWith: z.string().optional() } : {};
  const operators = z
    .strictObject({
      ...Object.fromEntries(['eq', 'ne', 'lt', 'lte', 'gt', 'gte'].map((name) => [name, value.optional()])),
      in: z.array(value).max(limits.maxListFilter).optional(),
      ...text,
    })
    .refine(
      (filter) => Object.values(filter).some((one) => one !== undefined),
      'must name at least one comparison, such as eq',
    );
  return z.preprocess((filter) => (isPlain(filter) ? filter : { eq: filter }), operators);
};

/** A filter takes what the field could hold by its type, not only what it may: `username: ''` finds nothing, rightly. */
const comparable = (field: Field): z.ZodType => {
  switch (field.kind) {
    case 'integer':
      return z.int();
    case 'float':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'date':
      return z.date();
    default:
      return field.value instanceof z.ZodEnum ? field.value : z.string();
  }
};

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const nodeOf = (graph: Graph, label: string): NodeDefinition => {
  const node = graph[label];
  if (!node) throw new TypeError(`This graph has no node ${label}.`);
  return node;
};

const valueSchema = (node: NodeDefinition, name: string): z.ZodType => {
  const field = node.fields.find((one) => one.name === name);
  if (!field) throw new TypeError(`${node.label} has no field ${name}.`);
  return field.value;
};
