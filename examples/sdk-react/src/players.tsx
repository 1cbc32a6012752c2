//#region list
import { useLiveQueries } from '@graphkeep/sdk/react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { q } from './queries.ts';

export const Players = () => {
  // What is shown is asked for anew when somebody changes it, here or elsewhere.
  const { status } = useLiveQueries(q.story.players);
  const players = useInfiniteQuery(
    q.story.players.list.infiniteQueryOptions({
      orderBy: { username: 'asc' },
      limit: 3,
      include: { characters: true },
    }),
  );
  const items = players.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main>
      <h1>
        Players <small>{status}</small>
      </h1>
      <ul>
        {items.map(({ playerId, username, characters }) => (
          <li key={playerId}>
            {username} ({characters.length})
          </li>
        ))}
      </ul>
      {players.hasNextPage && (
        <button type="button" onClick={() => void players.fetchNextPage()}>
          More
        </button>
      )}
      <NewPlayer />
    </main>
  );
};
//#endregion

//#region create
const NewPlayer = () => {
  const create = useMutation(q.story.players.create.mutationOptions());
  const add = (form: FormData) => create.mutate({ username: String(form.get('username')) });
  return (
    <form action={add}>
      <input name="username" aria-label="Username" />
      <button type="submit" disabled={create.isPending}>
        Add
      </button>
      {create.error && <p role="alert">{`${create.error.field}: ${create.error.message}`}</p>}
    </form>
  );
};
//#endregion
