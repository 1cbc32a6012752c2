export { type CreateQueriesOptions, createQueries } from './create-queries.ts';
export type { QueriesOf } from './queries-of.ts';
export type {
  InfiniteQuery,
  Keyed,
  LiveCall,
  LiveSource,
  Mutation,
  MutationCall,
  PageParam,
  Query,
  QueryCall,
  QueryCallOptions,
} from './query-types.ts';
export type { ResourceQueries } from './resource-queries.ts';
export { type LiveState, type UseLiveOptions, useLive } from './use-live.ts';
export { type LiveResource, type UseLiveQueriesOptions, useLiveQueries } from './use-live-queries.ts';
