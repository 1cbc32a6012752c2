import type {
  CountInput,
  CreateManyInput,
  CreateOf,
  EntityOf,
  FindInput,
  GetInput,
  GetManyInput,
  Graph,
  GroupInput,
  GroupOf,
  Hit,
  KeyOf,
  LabelOf,
  Measured,
  Measures,
  Page,
  PatchInput,
  RelateInput,
  RelationshipName,
  RemoveInput,
  ScalarFieldOf,
  SearchInput,
  UnrelateInput,
  UpsertOf,
} from '@graphkeep/models';
import type { TRPCMutationProcedure, TRPCQueryProcedure, TRPCSubscriptionProcedure } from '@trpc/server';
import type { NodeEvent, Tracked } from '../live/events.ts';

/** Marks a router as the resource of one label, so that a client can give its calls their exact types. */
export interface ResourceOf<G extends Graph, L extends LabelOf<G>> {
  readonly '~resource'?: readonly [G, L];
}

type Query<I, O> = TRPCQueryProcedure<{ input: I; output: O; meta: object }>;
type Mutation<I, O> = TRPCMutationProcedure<{ input: I; output: O; meta: object }>;
type Subscription<I, O> = TRPCSubscriptionProcedure<{ input: I; output: O; meta: object }>;

/** Figures by their measures; a client of resources types exactly those that it asked for. */
type Figures<E> = Measured<E, Measures<E>>;

export interface ResourceProcedures<G extends Graph, L extends LabelOf<G>> extends ResourceOf<G, L> {
  get: Query<GetInput<G, L>, EntityOf<G[L]>>;
  getMany: Query<GetManyInput<G, L>, readonly EntityOf<G[L]>[]>;
  list: Query<FindInput<G, L> | undefined, Page<EntityOf<G[L]>>>;
  count: Query<CountInput<G, L> | undefined, number>;
  aggregate: Query<Measures<EntityOf<G[L]>> & CountInput<G, L>, Figures<EntityOf<G[L]>>>;
  groupBy: Query<
    Measures<EntityOf<G[L]>> & GroupInput<G, L, ScalarFieldOf<EntityOf<G[L]>>, Measures<EntityOf<G[L]>>>,
    readonly GroupOf<EntityOf<G[L]>, ScalarFieldOf<EntityOf<G[L]>>, Measures<EntityOf<G[L]>>>[]
  >;
  search: Query<SearchInput<G, L>, readonly Hit<EntityOf<G[L]>>[]>;
  create: Mutation<CreateOf<G[L]>, EntityOf<G[L]>>;
  createMany: Mutation<CreateManyInput<G[L]>, readonly KeyOf<G[L]>[]>;
  upsert: Mutation<UpsertOf<G[L]>, EntityOf<G[L]>>;
  patch: Mutation<PatchInput<G[L]>, EntityOf<G[L]>>;
  remove: Mutation<RemoveInput<G[L]>, void>;
  relate: Mutation<RelateInput<G, L, RelationshipName<G, L>>, void>;
  unrelate: Mutation<UnrelateInput<G, L, RelationshipName<G, L>>, boolean>;
  changes: Subscription<{ lastEventId?: string } | undefined, AsyncIterable<Tracked<NodeEvent>>>;
}
export type Operation = Exclude<keyof ResourceProcedures<Graph, string>, '~resource'>;
