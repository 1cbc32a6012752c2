import { newId } from '@graphkeep/contract';
import type { Graphkeep } from '@graphkeep/sdk';
import { eventually } from '@graphkeep/test/eventually';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { createElement, useState } from 'react';
import { expect, it } from 'vitest';
import { createQueries, useLive, useLiveQueries } from '../../src/react/index.ts';
import { client, newName, watchedClient } from '../support/clients.ts';
import { useDocument } from '../support/dom.mjs';

useDocument();
// React looks for a document when it is loaded.
const { render } = await import('./render.ts');

const gk = client();
const newPlayer = async (names: readonly string[] = []) => {
  const { playerId } = await gk.story.players.create({ username: newName() });
  for (const name of names) await gk.story.characters.create({ playerId, name });
  return playerId;
};

it('reads what is asked for, once for all who ask the same', async () => {
  const { gk: watched, requests } = watchedClient();
  const q = createQueries(watched);
  const playerId = await newPlayer(['Ada']);
  const options = q.story.players.get.queryOptions({ playerId, include: { characters: true } });
  const Names = () => {
    const { data } = useQuery(options);
    return createElement('i', null, data?.characters.map(({ name }) => name).join());
  };
  await using page = render(() => [Names, Names].map((one, key) => createElement(one, { key })));
  await eventually(() => expect(page.text()).toBe('AdaAda'));
  expect(requests).toHaveLength(1);
  expect(page.queryClient.getQueryData(options.queryKey)?.characters[0]?.name).toBe('Ada');
});

it('reads all that a page asks for in one request', async () => {
  const { gk: watched, requests } = watchedClient();
  const q = createQueries(watched);
  const playerId = await newPlayer(['Ada']);
  const Count = () => {
    const { data } = useQuery(q.story.characters.count.queryOptions({ where: { playerId } }));
    return createElement('i', null, data);
  };
  const Player = () => {
    const { data } = useQuery(q.story.players.get.queryOptions({ playerId }));
    return createElement('b', null, data?.playerId);
  };
  await using page = render(() => [Count, Player].map((one, key) => createElement(one, { key })));
  await eventually(() => expect(page.text()).toBe(`1${playerId}`));
  expect(requests.map(({ path }) => path)).toEqual([
    '/trpc/story.characters.count,story.players.get?batch=1',
  ]);
});

it('reads page after page', async () => {
  const q = createQueries(gk);
  const playerId = await newPlayer(['a', 'b', 'c', 'd', 'e']);
  const query = { where: { playerId }, orderBy: { name: 'asc' }, limit: 2 } as const;
  await using page = render(() => {
    const { data, hasNextPage, fetchNextPage } = useInfiniteQuery(
      q.story.characters.list.infiniteQueryOptions(query),
    );
    const names = data?.pages.flatMap(({ items }) => items.map(({ name }) => name)).join('');
    return createElement('div', null, names, hasNextPage && button('more', fetchNextPage));
  });
  await eventually(() => expect(page.text()).toBe('abmore'));
  page.click('more');
  await eventually(() => expect(page.text()).toBe('abcdmore'));
  page.click('more');
  await eventually(() => expect(page.text()).toBe('abcde'));
});

it('goes back from a page in the middle', async () => {
  const q = createQueries(gk);
  const playerId = await newPlayer(['a', 'b', 'c', 'd']);
  const query = { where: { playerId }, orderBy: { name: 'asc' }, limit: 2 } as const;
  const { next } = await gk.story.characters.list(query);
  const options = q.story.characters.list.infiniteQueryOptions(query);
  await using page = render(() => {
    const { data, hasPreviousPage, fetchPreviousPage } = useInfiniteQuery({
      ...options,
      initialPageParam: { after: next ?? '' },
    });
    const names = data?.pages.flatMap(({ items }) => items.map(({ name }) => name)).join('');
    return createElement('div', null, names, hasPreviousPage && button('before', fetchPreviousPage));
  });
  await eventually(() => expect(page.text()).toBe('cdbefore'));
  page.click('before');
  await eventually(() => expect(page.text()).toBe('abcd'));
});

it('changes, tells what is wrong, and shows the change by the key of the resource', async () => {
  const q = createQueries(gk);
  const playerId = await newPlayer();
  await using page = render(() => {
    const { data } = useQuery(q.story.characters.count.queryOptions({ where: { playerId } }));
    const create = useMutation({
      ...q.story.characters.create.mutationOptions(),
      onSuccess: (_data, _input, _result, { client: queries }) =>
        queries.invalidateQueries({ queryKey: q.story.characters.queryKey() }),
    });
    return createElement(
      'div',
      null,
      `${data} ${create.error?.code ?? ''}`,
      button('create', () => create.mutate({ playerId, name: 'Ada' })),
      button('spoil', () => create.mutate({ playerId: newId('ply'), name: 'Ada' })),
    );
  });
  await eventually(() => expect(page.text()).toContain('0 '));
  page.click('create');
  await eventually(() => expect(page.text()).toContain('1 '));
  page.click('spoil');
  await eventually(() => expect(page.text()).toContain('1 not_found'));
});

it('ends a reading that nobody waits for any more', async () => {
  const asked: AbortSignal[] = [];
  const hanging = client({
    fetch: async (_, init) => {
      const signal = init?.signal ?? AbortSignal.abort('it was given none');
      asked.push(signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw signal.reason;
    },
  });
  const q = createQueries(hanging);
  await using page = render(() => useQuery(q.system.version.queryOptions()).status);
  await eventually(() => expect(asked).toHaveLength(1));
  page.unmount();
  await eventually(() => expect(asked[0]?.aborted).toBe(true));
});

it('keeps what it shows up to date, also what was changed before it listened', async () => {
  const q = createQueries(gk);
  const playerId = await newPlayer(['a']);
  const mine = { where: { playerId }, orderBy: { name: 'asc' } } as const;
  await using page = render(() => {
    const { status } = useLiveQueries(q.story.characters, { also: [q.story.players] });
    const list = useQuery(q.story.characters.list.queryOptions(mine));
    const player = useQuery(q.story.players.get.queryOptions({ playerId, include: { characters: true } }));
    const names = list.data?.items.map(({ name }) => name).join('');
    return `${status} ${names} ${player.data?.characters.length}`;
  });
  await eventually(() => expect(page.text()).toBe('live a 1'));
  await gk.story.characters.create({ playerId, name: 'b' });
  await eventually(() => expect(page.text()).toBe('live ab 2'));
  const items = Array.from({ length: 30 }, (_, index) => ({ playerId, name: `c${index}` }));
  await gk.story.characters.createMany({ items });
  await eventually(() => expect(page.text()).toMatch(/ 32$/));
});

it('listens to what it is asked for, as long as it is there, and says why it cannot', async () => {
  const told: string[] = [];
  const listen = (of: Graphkeep) => () => {
    const [enabled, enable] = useState(false);
    const source = createQueries(of).story.players.changes.liveOptions();
    const onEvent = (change: { readonly kind: string }) => void told.push(change.kind);
    const state = useLive(source, onEvent, { enabled });
    return createElement(
      'div',
      null,
      state.status === 'failed' ? `failed: ${state.error}` : state.status,
      button('on', () => enable(true)),
      button('off', () => enable(false)),
    );
  };
  await using page = render(listen(gk));
  await eventually(() => expect(page.text()).toMatch(/^off/));
  page.click('on');
  await eventually(() => expect(page.text()).toMatch(/^live/));
  await newPlayer();
  await eventually(() => expect(told).toContain('created'));
  page.click('off');
  await eventually(() => expect(page.text()).toMatch(/^off/));

  await using stranger = render(listen(client({ apiKey: 'gk_nobody_0123456789abcdefghijklmnopqr' })));
  await eventually(() => expect(stranger.text()).toMatch(/^off/));
  stranger.click('on');
  await eventually(() => expect(stranger.text()).toMatch(/^failed: GraphkeepApiError: /));
});

it('has keys by resource and procedure, of each client its own', () => {
  const [q, other] = [createQueries(gk), createQueries(gk, { prefix: 'other' })];
  expect(q.story.characters.queryKey()).toEqual(['graphkeep', 'story', 'characters']);
  expect(q.story.characters.count.queryKey()).toEqual(['graphkeep', 'story', 'characters', 'count']);
  expect(other.queryKey()).toEqual(['other']);
  const { queryKey } = q.story.characters.list.queryOptions({ limit: 2 });
  expect(queryKey).toEqual(['graphkeep', 'story', 'characters', 'list', { input: { limit: 2 } }]);
  expect(q.story.characters.list.infiniteQueryOptions({ limit: 2 }).queryKey).not.toEqual(queryKey);
});

const button = (name: string, onClick: () => unknown) =>
  createElement('button', { type: 'button', onClick: () => void onClick() }, name);
