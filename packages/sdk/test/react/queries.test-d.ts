import { createGraphkeep, type GraphkeepApiError } from '@graphkeep/sdk';
import { createQueries, useLive, useLiveQueries } from '@graphkeep/sdk/react';
import {
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useSuspenseQuery,
} from '@tanstack/react-query';
import { expectTypeOf, it } from 'vitest';
import type { procedures } from '../testing/own-tasks.ts';

const q = createQueries(createGraphkeep({ url: 'http://127.0.0.1:4000', apiKey: 'gk_1' }));
const own = createQueries(
  createGraphkeep<typeof procedures>({ url: 'http://127.0.0.1:4000', apiKey: 'gk_1' }),
);
const { characters, players } = q.story;
const characterId = 'chr_01h2xcejqtf2nbrexx3vqjhp41';
const playerId = 'ply_01h2xcejqtf2nbrexx3vqjhp41';
const queryClient = new QueryClient();

it('types data by what was asked for', async () => {
  const options = characters.get.queryOptions({
    characterId,
    include: { player: { select: { username: true } } },
  });
  const { data, error } = useQuery(options);
  expectTypeOf(data?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(data?.player?.username).toEqualTypeOf<string | undefined>();
  // @ts-expect-error it was not selected
  data?.player?.email;
  expectTypeOf(error).toEqualTypeOf<GraphkeepApiError | null>();
  expectTypeOf(queryClient.getQueryData(options.queryKey)).toEqualTypeOf<typeof data>();
  expectTypeOf(await queryClient.fetchQuery(options)).toEqualTypeOf<NonNullable<typeof data>>();
  await queryClient.prefetchQuery(options);
  expectTypeOf(useSuspenseQuery(options).data).toEqualTypeOf<NonNullable<typeof data>>();
  const [first] = useQueries({ queries: [options] });
  expectTypeOf(first.data).toEqualTypeOf<typeof data>();
  expectTypeOf(useQuery({ ...options, staleTime: 5_000, select: ({ level }) => level }).data).toEqualTypeOf<
    number | undefined
  >();
});

it('types select, pages, figures and plain procedures', () => {
  const partly = useQuery(players.get.queryOptions({ playerId, select: { username: true } })).data;
  expectTypeOf(partly?.username).toEqualTypeOf<string | undefined>();
  // @ts-expect-error it was not selected
  partly?.email;
  const page = useQuery(
    characters.list.queryOptions({ where: { playerId }, include: { player: true } }),
  ).data;
  expectTypeOf(page?.items[0]?.player?.username).toEqualTypeOf<string | undefined>();
  const { data } = useInfiniteQuery(characters.list.infiniteQueryOptions({ where: { playerId } }));
  expectTypeOf(data).not.toBeAny();
  expectTypeOf(data?.pages[0]?.items[0]?.inventory).toEqualTypeOf<string[] | undefined>();
  const figures = useQuery(characters.aggregate.queryOptions({ count: true, max: ['level'] })).data;
  expectTypeOf(figures?.max.level).toEqualTypeOf<number | null | undefined>();
  const version = useQuery(q.system.version.queryOptions()).data;
  expectTypeOf(version).toEqualTypeOf<{ version: string } | undefined>();
});

it('types changes and what is told live', () => {
  const create = useMutation(characters.create.mutationOptions());
  create.mutate({ playerId, name: 'Ada' });
  expectTypeOf(create.data?.level).toEqualTypeOf<number | undefined>();
  expectTypeOf(create.error).toEqualTypeOf<GraphkeepApiError | null>();
  // @ts-expect-error a name is needed
  create.mutate({ playerId });
  useLive(players.changes.liveOptions(), (change) => {
    if (change.kind !== 'reload') expectTypeOf(change.at).toEqualTypeOf<Date>();
    // @ts-expect-error that is the client's to follow
    if (change.kind === 'ready') return;
  });
  useLive(q.story.conversation.live.liveOptions({ sessionId: 'ses_1' }), (said) => {
    if (said.kind === 'message') expectTypeOf(said.message.text).toEqualTypeOf<string>();
  });
  useLiveQueries(characters, { also: [players, q.story.players.get] });
});

it('types a domain of one’s own', () => {
  expectTypeOf(useQuery(own.tasks.open.queryOptions()).data).toEqualTypeOf<number | undefined>();
  expectTypeOf(useQuery(own.tasks.list.queryOptions()).data?.items[0]?.title).toEqualTypeOf<
    string | undefined
  >();
  useMutation(own.tasks.completeAll.mutationOptions()).mutate({});
  useLiveQueries(own.tasks);
});

it('refuses what is not there', () => {
  // @ts-expect-error there is no such relationship
  characters.get.queryOptions({ characterId, include: { friends: true } });
  // @ts-expect-error the key is missing
  characters.get.queryOptions();
  // @ts-expect-error what changes is no query
  characters.create.queryOptions;
  // @ts-expect-error what reads changes nothing
  characters.get.mutationOptions;
  // @ts-expect-error only a list has pages
  characters.get.infiniteQueryOptions;
  // @ts-expect-error it has no changes
  useLiveQueries(q.system);
  // @ts-expect-error it has its own procedures, and no others
  own.story;
  // @ts-expect-error signals are TanStack's to give
  characters.get.queryOptions({ characterId }, { signal: new AbortController().signal });
});
