import {
  aggregateSchema,
  countSchema,
  entitySchema,
  type Graph,
  getManySchema,
  getSchema,
  groupSchema,
  listSchema,
  type NodeDefinition,
  searchSchema,
} from '@graphkeep/models';
import { z } from 'zod';
import type { Says } from './builders.ts';
import { byCache } from './by-cache.ts';

/** The reads that every node has; a search only where its definition has full text. */
export const readsOf = (graph: Graph, node: NodeDefinition, { reads }: Says) => {
  const { label } = node;
  const entity = entitySchema(node);
  const figures = z.record(z.string(), z.unknown());
  return {
    get: reads(`One ${label} by its key, with what is included.`, entity)
      .input(getSchema(graph, label))
      .query(({ ctx, input }) => byCache.get(ctx.scoped, node, input)),
    getMany: reads(
      `Many of ${label} by their keys, in their order, without those that are not there.`,
      z.array(entity),
    )
      .input(getManySchema(graph, label))
      .query(({ ctx, input }) => byCache.getMany(ctx.scoped, node, input)),
    list: reads(`A page of ${label} by filter and order.`, pageSchema(entity))
      .input(listSchema(graph, label).optional())
      .query(({ ctx, input }) => ctx.scoped.repo(node).find(input)),
    count: reads(`How many of ${label} a filter finds.`, z.int())
      .input(countSchema(graph, label).optional())
      .query(({ ctx, input }) => ctx.scoped.repo(node).count(input)),
    aggregate: reads(`Figures of all of ${label} that a filter finds.`, figures)
      .input(aggregateSchema(graph, label))
      .query(({ ctx, input }) => ctx.scoped.repo(node).aggregate(input)),
    groupBy: reads(`Figures of groups of ${label} with the same values.`, z.array(figures))
      .input(groupSchema(graph, label))
      .query(({ ctx, input }) => ctx.scoped.repo(node).groupBy(input)),
    ...(node.fullText.length > 0 && {
      search: reads(
        `${label} by words of ${node.fullText.join(', ')}, the best first.`,
        z.array(z.object({ node: entity, score: z.number() })),
      )
        .input(searchSchema(graph, label))
        .query(({ ctx, input }) => ctx.scoped.repo(node).search(input)),
    }),
  };
};

const pageSchema = (entity: z.ZodType) =>
  z.object({
    items: z.array(entity),
    next: z.string().nullable().describe('What to give as `after` for the next page; null at the end.'),
    previous: z.string().nullable().describe('What to give as `before` for the page before.'),
  });
