import {
  type CreateOf,
  createSchema,
  type EntityOf,
  type FindInput,
  type Graph,
  getSchema,
  type IncludeOf,
  type KeyOf,
  type LabelOf,
  listSchema,
  type NodeDefinition,
  type Page,
} from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';
import type { TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server';
import { procedure } from './procedures.ts';

/** Marks a router as the resource of one label, so that a client can give its calls their exact types. */
export interface ResourceOf<G extends Graph, L extends LabelOf<G>> {
  readonly '~resource'?: readonly [G, L];
}
type Query<I, O> = TRPCQueryProcedure<{ input: I; output: O; meta: object }>;
type Mutation<I, O> = TRPCMutationProcedure<{ input: I; output: O; meta: object }>;

export interface ResourceProcedures<G extends Graph, L extends LabelOf<G>> extends ResourceOf<G, L> {
  get: Query<KeyOf<G[L]> & { include?: IncludeOf<G, L> }, EntityOf<G[L]>>;
  list: Query<FindInput<G, L> | undefined, Page<EntityOf<G[L]>>>;
  create: Mutation<CreateOf<G[L]>, EntityOf<G[L]>>;
}

/** What a domain does itself instead of the plain store's work. */
export interface ResourceHandlers<G extends Graph, L extends LabelOf<G>> {
  readonly create?: (platform: Scoped<G>, input: CreateOf<G[L]>) => Promise<EntityOf<G[L]>>;
}

/**
 * The procedures that every node has, made from its definition.
 *
 * @example const procedures = { players: resourceRouter(storyGraph, 'Player') };
 */
export const resourceRouter = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
  handlers: ResourceHandlers<G, L> = {},
): ResourceProcedures<G, L> => {
  const untyped: Graph = graph;
  const node = untyped[label];
  if (!node) throw new TypeError(`This graph has no node ${label}.`);
  // The context holds some graph's platform: the host opens it with the graph whose routers it serves.
  const create =
    (handlers.create as ResourceHandlers<Graph, string>['create']) ??
    ((platform: Scoped<Graph>, input: CreateOf<NodeDefinition>) => platform.repo(node).create(input));
  const procedures = {
    get: procedure
      .input(getSchema(untyped, label))
      .query(({ ctx, input }) => ctx.scoped.repo(node).get(input)),
    list: procedure
      .input(listSchema(untyped, label).optional())
      .query(({ ctx, input }) => ctx.scoped.repo(node).find(input)),
    create: procedure.input(createSchema(node)).mutation(({ ctx, input }) => create(ctx.scoped, input)),
  };
  return procedures as unknown as ResourceProcedures<G, L>;
};
