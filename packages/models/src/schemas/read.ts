import { limits } from '@graphkeep/contract';
import { z } from 'zod';
import type { Graph, LabelOf } from '../define-graph.ts';
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
