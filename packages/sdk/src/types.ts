import type { ResourceOf } from '@graphkeep/api';
import type {
  CreateOf,
  EntityOf,
  FindInput,
  Graph,
  IncludeOf,
  KeyOf,
  LabelOf,
  LoadedOf,
  Page,
  Projection,
  SelectOf,
} from '@graphkeep/models';
import type { AnyProcedure, inferProcedureInput, inferProcedureOutput } from '@trpc/server';

export interface CallOptions {
  /** Ends the call. A call with a signal of its own is not batched with others. */
  readonly signal?: AbortSignal;
  /** For this call alone; the client's `timeoutMs` otherwise. */
  readonly timeoutMs?: number;
}

type Nothing = Record<never, never>;

/** A page to await, or all items of all pages to walk through. */
export interface List<T> extends PromiseLike<Page<T>>, AsyncIterable<T> {}

/** The calls of one resource, typed exactly by its definition. */
export interface ResourceClient<G extends Graph, L extends LabelOf<G>> {
  get<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input: KeyOf<G[L]> & Projection<G, L, I, S, O>, options?: CallOptions): Promise<LoadedOf<G, L, I, S, O>>;
  list<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input?: FindInput<G, L, I, S, O>, options?: CallOptions): List<LoadedOf<G, L, I, S, O>>;
  create(input: CreateOf<G[L]>, options?: CallOptions): Promise<EntityOf<G[L]>>;
}

type Call<P extends AnyProcedure> =
  undefined extends inferProcedureInput<P>
    ? (input?: inferProcedureInput<P>, options?: CallOptions) => Promise<inferProcedureOutput<P>>
    : (input: inferProcedureInput<P>, options?: CallOptions) => Promise<inferProcedureOutput<P>>;

/** The client of a record of procedures: resources become generic methods, all else plain calls. */
export type ClientOf<R> = {
  readonly [K in keyof R as K extends `~${string}` ? never : K]: R[K] extends AnyProcedure
    ? Call<R[K]>
    : R[K] extends ResourceOf<infer G, infer L>
      ? unknown extends G
        ? ClientOf<R[K]>
        : ResourceClient<G, L> & ClientOf<Omit<R[K], keyof ResourceClient<G, L>>>
      : ClientOf<R[K]>;
};
