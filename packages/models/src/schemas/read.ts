import { limits } from '@graphkeep/contract';
import { z } from 'zod';
import type { CountInput } from '../aggregate-types.ts';
import type { Graph, LabelOf } from '../define-graph.ts';
import type { GetManyInput, SearchInput } from '../operation-types.ts';
import type { EntityOf, FindInput, IncludeOf, KeyOf, Projection, SelectOf } from '../types.ts';
import { includeSchema, oneProjection, oneProjectionProblem, projectionShape } from './include.ts';
import { keyShape } from './key.ts';
import { nodeOf, oncePerNode } from './node-of.ts';
import { orderByShape } from './order-by.ts';
import { fieldsOf, whereSchema } from './where.ts';

/** What `get` takes, as far as types can say it before a caller names what is wanted. */
export type GetInput<G extends Graph, L extends LabelOf<G>> = KeyOf<G[L]> &
  Projection<G, L, IncludeOf<G, L>, SelectOf<EntityOf<G[L]>>, SelectOf<EntityOf<G[L]>>>;

/** The schema of a key with what is wanted of its node. */
export const getSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<GetInput<G, L>, GetInput<G, L>> =>
  get(graph, label) as z.ZodType<GetInput<G, L>, GetInput<G, L>>;

/** The schema of a search: a filter, an order, a page, and what is wanted of the nodes. */
export const listSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<FindInput<G, L>, FindInput<G, L>> =>
  list(graph, label) as z.ZodType<FindInput<G, L>, FindInput<G, L>>;

/** The schema of many keys with what is wanted of their nodes. */
export const getManySchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<GetManyInput<G, L>, GetManyInput<G, L>> =>
  getMany(graph, label) as z.ZodType<GetManyInput<G, L>, GetManyInput<G, L>>;

/** The schema of a filter alone. */
export const countSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<CountInput<G, L>, CountInput<G, L>> =>
  count(graph, label) as z.ZodType<CountInput<G, L>, CountInput<G, L>>;

/** The schema of a search by words. */
export const searchSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<SearchInput<G, L>, SearchInput<G, L>> =>
  search(graph, label) as z.ZodType<SearchInput<G, L>, SearchInput<G, L>>;

const wanted = (graph: Graph, label: string) => ({
  include: includeSchema(graph, label).optional(),
  ...projectionShape(graph, label),
  withDeleted: z.boolean().optional(),
});

const get = oncePerNode((graph, label) =>
  z
    .strictObject({ ...keyShape(graph, label), ...wanted(graph, label) })
    .refine(oneProjection, oneProjectionProblem),
);

const list = oncePerNode((graph, label) => {
  const cursor = z.string().max(limits.maxUrlLength).optional();
  return z
    .strictObject({
      where: whereSchema(graph, label).optional(),
      orderBy: z.strictObject(orderByShape(fieldsOf(nodeOf(graph, label)))).optional(),
      limit: z.int().min(1).max(limits.maxPageSize).optional(),
      after: cursor,
      before: cursor,
      ...wanted(graph, label),
    })
    .refine(oneProjection, oneProjectionProblem)
    .refine(
      ({ after, before }) => after === undefined || before === undefined,
      'takes after or before, not both',
    );
});

const getMany = oncePerNode((graph, label) =>
  z
    .strictObject({
      keys: z.array(z.strictObject(keyShape(graph, label))).max(limits.maxItems),
      ...wanted(graph, label),
    })
    .refine(oneProjection, oneProjectionProblem),
);

export const countShape = (graph: Graph, label: string) => ({
  where: whereSchema(graph, label).optional(),
  withDeleted: z.boolean().optional(),
});

const count = oncePerNode((graph, label) => z.strictObject(countShape(graph, label)));

const search = oncePerNode((graph, label) =>
  z
    .strictObject({
      text: z
        .string()
        .max(limits.maxSearchText)
        .regex(/[\p{L}\p{N}]/u, 'must hold a word'),
      where: whereSchema(graph, label).optional(),
      limit: z.int().min(1).max(limits.maxPageSize).optional(),
      ...wanted(graph, label),
    })
    .refine(oneProjection, oneProjectionProblem),
);
