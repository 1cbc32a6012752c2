import type { Page } from '@graphkeep/models';
import type { CallOptions, GraphkeepApiError, Live, LiveOptions } from '@graphkeep/sdk';
import type { DataTag, InfiniteData, QueryKey } from '@tanstack/react-query';

/** By which TanStack finds what belongs together: `invalidateQueries({ queryKey: q.story.characters.queryKey() })`. */
export interface Keyed {
  /** Of all that is asked for by this folder, resource or procedure. */
  queryKey(): QueryKey;
}

/** From these TanStack knows the type of the errors. */
interface Failing {
  /** The client tries again by itself, and knows when it makes sense. */
  readonly retry: false;
  readonly throwOnError?: (error: GraphkeepApiError) => boolean;
}

/** For `useQuery`, `useSuspenseQuery`, `prefetchQuery` and whatever else takes the options of a query. */
export interface Query<T> extends Failing {
  readonly queryKey: DataTag<QueryKey, T, GraphkeepApiError>;
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<T>;
}

/** Where a page begins; undefined is the beginning. */
export type PageParam = { readonly after: string } | { readonly before: string } | undefined;

/** For `useInfiniteQuery` and its like: page by page in both directions. */
export interface InfiniteQuery<T> extends Failing {
  readonly queryKey: DataTag<QueryKey, InfiniteData<Page<T>, PageParam>, GraphkeepApiError>;
  readonly queryFn: (context: {
    readonly signal: AbortSignal;
    readonly pageParam: PageParam;
  }) => Promise<Page<T>>;
  readonly initialPageParam: PageParam;
  readonly getNextPageParam: (page: Page<T>) => PageParam;
  readonly getPreviousPageParam: (page: Page<T>) => PageParam;
}

/** For `useMutation`. */
export interface Mutation<I, T> extends Failing {
  readonly mutationKey: QueryKey;
  // biome-ignore lint/suspicious/noConfusingVoidType: by it TanStack knows that `mutate()` needs no input
  readonly mutationFn: (input: undefined extends I ? I | void : I) => Promise<T>;
}

/** For `useLive`. */
export interface LiveSource<T> {
  readonly queryKey: QueryKey;
  /** Whose connection it is. */
  readonly client: object;
  readonly open: (options: LiveOptions) => Live<T>;
}

/** Signals are TanStack's to give. */
export type QueryCallOptions = Omit<CallOptions, 'signal' | 'idempotencyKey'>;
type Arguments<I> = undefined extends I
  ? [input?: I, options?: QueryCallOptions]
  : [input: I, options?: QueryCallOptions];

export interface QueryCall<I, T> extends Keyed {
  queryOptions(...given: Arguments<I>): Query<T>;
}

export interface MutationCall<I, T> extends Keyed {
  mutationOptions(options?: QueryCallOptions): Mutation<I, T>;
}

export interface LiveCall<I, T> extends Keyed {
  liveOptions(...input: undefined extends I ? [input?: I] : [input: I]): LiveSource<T>;
}
