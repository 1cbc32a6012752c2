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
import type { Live, ResourceClient } from '@graphkeep/sdk';
import type {
  InfiniteQuery,
  Keyed,
  LiveCall,
  MutationCall,
  Query,
  QueryCall,
  QueryCallOptions,
} from './query-types.ts';

type Nothing = Record<never, never>;
type ChangeOf<G extends Graph, L extends LabelOf<G>> =
  ReturnType<ResourceClient<G, L>['changes']> extends Live<infer T> ? T : never;

/** What is asked of one resource, typed exactly by its definition. */
export interface ResourceQueries<G extends Graph, L extends LabelOf<G>> {
  readonly get: GetQueries<G, L>;
  readonly getMany: GetManyQueries<G, L>;
  readonly list: ListQueries<G, L>;
  readonly count: QueryCall<CountInput<G, L> | undefined, number>;
  readonly aggregate: AggregateQueries<G, L>;
  readonly groupBy: GroupQueries<G, L>;
  readonly search: SearchQueries<G, L>;
  readonly create: MutationCall<CreateOf<G[L]>, EntityOf<G[L]>>;
  readonly createMany: MutationCall<CreateManyInput<G[L]>, readonly KeyOf<G[L]>[]>;
  readonly upsert: MutationCall<UpsertOf<G[L]>, EntityOf<G[L]>>;
  readonly patch: MutationCall<PatchInput<G[L]>, EntityOf<G[L]>>;
  readonly remove: MutationCall<RemoveInput<G[L]>, void>;
  readonly relate: MutationCall<RelateInput<G, L, RelationshipName<G, L>>, void>;
  readonly unrelate: MutationCall<UnrelateInput<G, L, RelationshipName<G, L>>, boolean>;
  readonly changes: LiveCall<Nothing | undefined, ChangeOf<G, L>>;
}

interface GetQueries<G extends Graph, L extends LabelOf<G>> extends Keyed {
  queryOptions<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    input: KeyOf<G[L]> & Projection<G, L, I, S, O>,
    options?: QueryCallOptions,
  ): Query<LoadedOf<G, L, I, S, O>>;
}

interface GetManyQueries<G extends Graph, L extends LabelOf<G>> extends Keyed {
  queryOptions<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    input: GetManyInput<G, L, I, S, O>,
    options?: QueryCallOptions,
  ): Query<readonly LoadedOf<G, L, I, S, O>[]>;
}

interface ListQueries<G extends Graph, L extends LabelOf<G>> extends Keyed {
  /** One page. */
  queryOptions<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input?: FindInput<G, L, I, S, O>, options?: QueryCallOptions): Query<Page<LoadedOf<G, L, I, S, O>>>;
  /** Page after page. */
  infiniteQueryOptions<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input?: FindInput<G, L, I, S, O>, options?: QueryCallOptions): InfiniteQuery<LoadedOf<G, L, I, S, O>>;
}

interface AggregateQueries<G extends Graph, L extends LabelOf<G>> extends Keyed {
  queryOptions<const M extends Measures<EntityOf<G[L]>>>(
    input: M & CountInput<G, L>,
    options?: QueryCallOptions,
  ): Query<Measured<EntityOf<G[L]>, M>>;
}

interface GroupQueries<G extends Graph, L extends LabelOf<G>> extends Keyed {
  queryOptions<
    const B extends ScalarFieldOf<EntityOf<G[L]>>,
    const M extends Measures<EntityOf<G[L]>> = Nothing,
  >(
    input: M & GroupInput<G, L, B, M>,
    options?: QueryCallOptions,
  ): Query<readonly GroupOf<EntityOf<G[L]>, B, M>[]>;
}

interface SearchQueries<G extends Graph, L extends LabelOf<G>> extends Keyed {
  queryOptions<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    input: SearchInput<G, L, I, S, O>,
    options?: QueryCallOptions,
  ): Query<readonly Hit<LoadedOf<G, L, I, S, O>>[]>;
}
