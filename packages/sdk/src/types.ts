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
import type { Call } from './call.ts';
import type { List } from './list.ts';

/**
 * What one call is made with. A read with a `timeoutMs` or `headers` is not sent together with others.
 *
 * @example
 * const stopped = new AbortController();
 * const health = gk.system.health(undefined, { signal: stopped.signal, timeoutMs: 2_000 });
 * console.log((await health).state);
 */
export interface CallOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal;
  /** For this call alone; the client's `timeoutMs` otherwise. */
  readonly timeoutMs?: number;
  /** The name of this very change: the server makes it once, however often it is asked for. @default a new one for each call */
  readonly idempotencyKey?: string;
  /** Beside those of the client. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * How a live connection is listened to.
 *
 * @example
 * const stopped = new AbortController();
 * const options: LiveOptions = { signal: stopped.signal, onReady: () => console.log('listening') };
 * for await (const change of gk.story.players.changes({}, options)) console.log(change.kind);
 */
export interface LiveOptions {
  /** Ends the connection, and with it the loop. */
  readonly signal?: AbortSignal;
  /** Called when the server listens: whatever is changed from then on is told. Also when a lost connection is made again. */
  readonly onReady?: () => void;
  /** To go on after an event that was seen, also one of an earlier program: the `id` of `withIds`. */
  readonly after?: string;
}

type Nothing = Record<never, never>;

/**
 * News as they come. A connection that is lost is made again, and goes on where it was: nothing is left out.
 *
 * @example
 * let last: string | undefined;
 * for await (const { id, event } of gk.story.players.changes().withIds()) {
 *   last = id; // to go on from by `after`, also in another program
 *   console.log(event.kind, last);
 * }
 */
export interface Live<T> extends AsyncIterable<T> {
  /** The same with the id of each event, from which another program can go on. */
  withIds(): AsyncIterable<{ readonly id: string; readonly event: T }>;
}

/** What a connection says of itself is the client's to follow; `reload` is told on. */
type News<T> = Exclude<T, { readonly kind: 'ready' } | { readonly kind: 'reconnect' }>;

/**
 * The calls of one resource, typed exactly by its definition.
 *
 * @example
 * const { players } = gk.story; // a ResourceClient<StoryGraph, 'Player'>
 * const ada = await players.create({ username: 'ada' });
 * const { characters } = await players.get({ playerId: ada.playerId, include: { characters: { limit: 5 } } });
 * console.log(characters.map(({ name }) => name));
 */
export interface ResourceClient<G extends Graph, L extends LabelOf<G>> {
  get<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input: KeyOf<G[L]> & Projection<G, L, I, S, O>, options?: CallOptions): Call<LoadedOf<G, L, I, S, O>>;
  /** In the order of the keys, without those that are not there. */
  getMany<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input: GetManyInput<G, L, I, S, O>, options?: CallOptions): Call<readonly LoadedOf<G, L, I, S, O>[]>;
  list<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input?: FindInput<G, L, I, S, O>, options?: CallOptions): List<LoadedOf<G, L, I, S, O>>;
  count(input?: CountInput<G, L>, options?: CallOptions): Call<number>;
  aggregate<const M extends Measures<EntityOf<G[L]>>>(
    input: M & CountInput<G, L>,
    options?: CallOptions,
  ): Call<Measured<EntityOf<G[L]>, M>>;
  groupBy<const B extends ScalarFieldOf<EntityOf<G[L]>>, const M extends Measures<EntityOf<G[L]>> = Nothing>(
    input: M & GroupInput<G, L, B, M>,
    options?: CallOptions,
  ): Call<readonly GroupOf<EntityOf<G[L]>, B, M>[]>;
  /** Where the definition has full text. */
  search<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input: SearchInput<G, L, I, S, O>, options?: CallOptions): Call<readonly Hit<LoadedOf<G, L, I, S, O>>[]>;
  create(input: CreateOf<G[L]>, options?: CallOptions): Call<EntityOf<G[L]>>;
  /** All of them or none; answers their keys. */
  createMany(input: CreateManyInput<G[L]>, options?: CallOptions): Call<readonly KeyOf<G[L]>[]>;
  upsert(input: UpsertOf<G[L]>, options?: CallOptions): Call<EntityOf<G[L]>>;
  patch(input: PatchInput<G[L]>, options?: CallOptions): Call<EntityOf<G[L]>>;
  remove(input: RemoveInput<G[L]>, options?: CallOptions): Call<void>;
  relate<const A extends RelationshipName<G, L>>(
    input: RelateInput<G, L, A>,
    options?: CallOptions,
  ): Call<void>;
  /** Answers whether they were joined. */
  unrelate<const A extends RelationshipName<G, L>>(
    input: UnrelateInput<G, L, A>,
    options?: CallOptions,
  ): Call<boolean>;
  /** Tells of changes as they are made, by key and without values. */
  changes(input?: Nothing, options?: LiveOptions): Live<News<NodeEvent>>;
}

type CallerOf<P extends AnyProcedure> = P['_def']['type'] extends 'subscription'
  ? (input: inferProcedureInput<P>, options?: LiveOptions) => Live<News<ItemOf<inferProcedureOutput<P>>>>
  : undefined extends inferProcedureInput<P>
    ? (input?: inferProcedureInput<P>, options?: CallOptions) => Call<inferProcedureOutput<P>>
    : (input: inferProcedureInput<P>, options?: CallOptions) => Call<inferProcedureOutput<P>>;
interface Tracked<D> {
  readonly id: string;
  readonly data: D;
}
/** What an event holds, without the id that it comes with. */
type ItemOf<T> = T extends AsyncIterable<infer I> ? (I extends Tracked<infer D> ? D : I) : T;

/**
 * The client of a record of procedures: resources become generic methods, all else plain calls.
 *
 * @example
 * const procedures = { greet: t.procedure.query(() => 'Hello.') };
 * const greeted = async (own: ClientOf<typeof procedures>): Promise<string> => own.greet();
 * console.log(await greeted(createGraphkeep<typeof procedures>({ url: 'http://127.0.0.1:4000', apiKey: 'gk_…' })));
 */
export type ClientOf<R> = {
  readonly [K in keyof R as K extends `~${string}` ? never : K]: R[K] extends AnyProcedure
    ? CallerOf<R[K]>
    : R[K] extends ResourceOf<infer G, infer L>
      ? unknown extends G
        ? ClientOf<R[K]>
        : Pick<ResourceClient<G, L>, keyof R[K] & keyof ResourceClient<G, L>> &
            ClientOf<Omit<R[K], keyof ResourceClient<G, L>>>
      : ClientOf<R[K]>;
};

/**
 * Marks a client with the procedures that it calls, from which all that stands on clients takes its types.
 *
 * @example
 * const rawOf = <R extends object>(client: OfApi<R>): RawClient<R> => rawClient(client);
 * console.log(await rawOf(gk).system.version.query());
 */
export interface OfApi<R> {
  readonly '~api'?: R;
}

/** The procedures of a router of tRPC, or of a record that is none. */
export type RecordOf<A> = A extends { readonly _def: { readonly record: infer R } } ? R : A;
