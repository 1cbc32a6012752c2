import type { NodeEvent, ResourceOf } from '@graphkeep/api';
import type {
  CountInput,
  CreateManyInput,
  CreateOf,
  EntityOf,
  FindInput,
  GetManyInput,
  Graph,
  GroupInput,
  GroupOf,
  Hit,
  IncludeOf,
  KeyOf,
  LabelOf,
  LoadedOf,
  Measured,
  Measures,
  Page,
  PatchInput,
  Projection,
  RelateInput,
  RelationshipName,
  RemoveInput,
  ScalarFieldOf,
  SearchInput,
  SelectOf,
  UnrelateInput,
  UpsertOf,
} from '@graphkeep/models';
import type { AnyProcedure, inferProcedureInput, inferProcedureOutput } from '@trpc/server';

export interface CallOptions {
  /** Ends the call. A call with a signal of its own is not batched with others. */
  readonly signal?: AbortSignal;
  /** For this call alone; the client's `timeoutMs` otherwise. */
  readonly timeoutMs?: number;
  /** The name of this very change: the server makes it once, however often it is asked for. @default a new one for each call */
  readonly idempotencyKey?: string;
}

export interface LiveOptions {
  /** Ends the connection, and with it the loop. */
  readonly signal?: AbortSignal;
  /** Called when the server listens: whatever is changed from then on is told. Also when a lost connection is made again. */
  readonly onReady?: () => void;
  /** To go on after an event that was seen, also one of an earlier program: the `id` of `withIds`. */
  readonly after?: string;
}

type Nothing = Record<never, never>;

/** A page to await, or all items of all pages to walk through. */
export interface List<T> extends PromiseLike<Page<T>>, AsyncIterable<T> {}

/** News as they come. A connection that is lost is made again, and goes on where it was: nothing is left out. */
export interface Live<T> extends AsyncIterable<T> {
  /** The same with the id of each event, from which another program can go on. */
  withIds(): AsyncIterable<{ readonly id: string; readonly event: T }>;
}

/** What a connection says of itself is the client's to follow; `reload` is told on. */
type News<T> = Exclude<T, { readonly kind: 'ready' } | { readonly kind: 'reconnect' }>;

/** The calls of one resource, typed exactly by its definition. */
export interface ResourceClient<G extends Graph, L extends LabelOf<G>> {
  get<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input: KeyOf<G[L]> & Projection<G, L, I, S, O>, options?: CallOptions): Promise<LoadedOf<G, L, I, S, O>>;
  /** In the order of the keys, without those that are not there. */
  getMany<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input: GetManyInput<G, L, I, S, O>, options?: CallOptions): Promise<readonly LoadedOf<G, L, I, S, O>[]>;
  list<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input?: FindInput<G, L, I, S, O>, options?: CallOptions): List<LoadedOf<G, L, I, S, O>>;
  count(input?: CountInput<G, L>, options?: CallOptions): Promise<number>;
  aggregate<const M extends Measures<EntityOf<G[L]>>>(
    input: M & CountInput<G, L>,
    options?: CallOptions,
  ): Promise<Measured<EntityOf<G[L]>, M>>;
  groupBy<const B extends ScalarFieldOf<EntityOf<G[L]>>, const M extends Measures<EntityOf<G[L]>> = Nothing>(
    input: M & GroupInput<G, L, B, M>,
    options?: CallOptions,
  ): Promise<readonly GroupOf<EntityOf<G[L]>, B, M>[]>;
  /** Where the definition has full text. */
  search<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    input: SearchInput<G, L, I, S, O>,
    options?: CallOptions,
  ): Promise<readonly Hit<LoadedOf<G, L, I, S, O>>[]>;
  create(input: CreateOf<G[L]>, options?: CallOptions): Promise<EntityOf<G[L]>>;
  /** All of them or none; answers their keys. */
  createMany(input: CreateManyInput<G[L]>, options?: CallOptions): Promise<readonly KeyOf<G[L]>[]>;
  upsert(input: UpsertOf<G[L]>, options?: CallOptions): Promise<EntityOf<G[L]>>;
  patch(input: PatchInput<G[L]>, options?: CallOptions): Promise<EntityOf<G[L]>>;
  remove(input: RemoveInput<G[L]>, options?: CallOptions): Promise<void>;
  relate<const A extends RelationshipName<G, L>>(
    input: RelateInput<G, L, A>,
    options?: CallOptions,
  ): Promise<void>;
  /** Answers whether they were joined. */
  unrelate<const A extends RelationshipName<G, L>>(
    input: UnrelateInput<G, L, A>,
    options?: CallOptions,
  ): Promise<boolean>;
  /** Tells of changes as they are made, by key and without values. */
  changes(input?: Nothing, options?: LiveOptions): Live<News<NodeEvent>>;
}

type Call<P extends AnyProcedure> = P['_def']['type'] extends 'subscription'
  ? (input: inferProcedureInput<P>, options?: LiveOptions) => Live<News<ItemOf<inferProcedureOutput<P>>>>
  : undefined extends inferProcedureInput<P>
    ? (input?: inferProcedureInput<P>, options?: CallOptions) => Promise<inferProcedureOutput<P>>
    : (input: inferProcedureInput<P>, options?: CallOptions) => Promise<inferProcedureOutput<P>>;
interface Tracked<D> {
  readonly id: string;
  readonly data: D;
}
/** What an event holds, without the id that it comes with. */
type ItemOf<T> = T extends AsyncIterable<infer I> ? (I extends Tracked<infer D> ? D : I) : T;

/** The client of a record of procedures: resources become generic methods, all else plain calls. */
export type ClientOf<R> = {
  readonly [K in keyof R as K extends `~${string}` ? never : K]: R[K] extends AnyProcedure
    ? Call<R[K]>
    : R[K] extends ResourceOf<infer G, infer L>
      ? unknown extends G
        ? ClientOf<R[K]>
        : Pick<ResourceClient<G, L>, keyof R[K] & keyof ResourceClient<G, L>> &
            ClientOf<Omit<R[K], keyof ResourceClient<G, L>>>
      : ClientOf<R[K]>;
};
