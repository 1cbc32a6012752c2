import type { CallOptions, Live, LiveOptions, OfApi } from '@graphkeep/sdk';
import type { QueryKey } from '@tanstack/react-query';
import type { QueriesOf } from './queries-of.ts';
import type { PageParam } from './query-types.ts';

export interface CreateQueriesOptions {
  /** With which all keys begin: one for each of several clients. @default 'graphkeep' */
  readonly prefix?: string;
}

/**
 * The options of TanStack Query for every call of a client.
 *
 * @example
 * const q = createQueries(gk);
 * const { data } = useQuery(q.story.characters.get.queryOptions({ characterId, include: { player: true } }));
 */
export const createQueries = <A extends object>(
  gk: OfApi<A>,
  { prefix = 'graphkeep' }: CreateQueriesOptions = {},
): QueriesOf<A> => queriesAt({ gk, prefix, path: [] }) as QueriesOf<A>;

interface Place {
  readonly gk: object;
  readonly prefix: string;
  readonly path: readonly string[];
}

/** Every path is a folder: what the server has stands in the types alone. */
const queriesAt = (place: Place): unknown =>
  new Proxy(Object.freeze({}), {
    get: (target, name) => {
      if (typeof name !== 'string' || name === 'then' || name === 'toJSON') return Reflect.get(target, name);
      const make = makers.get(name);
      if (!make) return queriesAt({ ...place, path: [...place.path, name] });
      return (...given: [object?, object?]) => make(place, ...given);
    },
  });

type Make = (place: Place, input?: object, options?: object) => unknown;
/** The client tries again by itself. */
const retry = false;

const makers = new Map<string, Make>(
  Object.entries<Make>({
    queryKey: keyOf,
    queryOptions: (place, input, options) => ({
      queryKey: keyOf(place, { input }),
      queryFn: async ({ signal }: CallOptions) => callAt(place)(input, { ...options, signal }),
      retry,
    }),
    infiniteQueryOptions: (place, input, options) => ({
      queryKey: keyOf(place, { input, pages: true }),
      queryFn: async ({ signal, pageParam }: CallOptions & { readonly pageParam: PageParam }) =>
        callAt(place)({ ...input, ...pageParam }, { ...options, signal }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }: Ends): PageParam => (next === null ? undefined : { after: next }),
      getPreviousPageParam: ({ previous }: Ends): PageParam =>
        previous === null ? undefined : { before: previous },
      retry,
    }),
    mutationOptions: (place, options) => ({
      mutationKey: keyOf(place),
      mutationFn: async (input: object | undefined) => callAt(place)(input, { ...options }),
      retry,
    }),
    liveOptions: (place, input) => ({
      queryKey: keyOf(place, { input }),
      client: place.gk,
      open: (options: LiveOptions) => callAt(place)(input, options) as Live<unknown>,
    }),
  }),
);

interface Ends {
  readonly next: string | null;
  readonly previous: string | null;
}

function keyOf({ prefix, path }: Place, asked?: object): QueryKey {
  return [prefix, ...path, ...(asked ? [asked] : [])];
}

type Caller = (input: object | undefined, options: object) => unknown;

const callAt = ({ gk, path }: Place): Caller => {
  const folder = path.slice(0, -1).reduce<object>((at, name) => Reflect.get(at, name), gk);
  return Reflect.get(folder, path.at(-1) ?? '');
};
