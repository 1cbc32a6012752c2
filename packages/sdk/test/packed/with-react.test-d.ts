// Compiled where the packed SDK is installed with React and TanStack Query.
import { createGraphkeep, type GraphkeepApiError } from '@graphkeep/sdk';
import { createQueries, useLiveQueries } from '@graphkeep/sdk/react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';

const q = createQueries(createGraphkeep({ url: 'http://127.0.0.1:4000', apiKey: 'gk_1' }));
const { characters } = q.story;

export const useCharacters = (playerId: string) => {
  const { status } = useLiveQueries(characters);
  const list = useInfiniteQuery(
    characters.list.infiniteQueryOptions({ where: { playerId }, include: { player: true } }),
  );
  const username: string | undefined = list.data?.pages[0]?.items[0]?.player?.username;
  const create = useMutation(characters.create.mutationOptions());
  const error: GraphkeepApiError | null = create.error;
  // @ts-expect-error there is no such relationship
  useQuery(characters.list.queryOptions({ include: { friends: true } }));
  return { status, username, error, add: (name: string) => create.mutate({ playerId, name }) };
};

console.log(JSON.stringify(characters.queryKey()));
