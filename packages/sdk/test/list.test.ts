import { beforeAll, describe, expect, it } from 'vitest';
import { client, impatientClient, newName, watchedClient } from './support/clients.ts';
import { httpServer, json, resultBody } from './support/http-server.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
let query: { where: { playerId: string }; orderBy: { name: 'asc' }; limit: number };
beforeAll(async () => {
  const gk = client();
  const { playerId } = await gk.story.players.create({ username: newName() });
  await gk.story.characters.createMany({ items: names.map((name) => ({ playerId, name })) });
  query = { where: { playerId }, orderBy: { name: 'asc' }, limit: 2 };
});

it('gives the first page at once, with its answer where that is wanted', async () => {
  const { gk, requests } = watchedClient();
  const page = gk.story.characters.list(query).page();
  const { data } = await page.withResponse();
  expect(data.items.map(({ name }) => name)).toEqual(['a', 'b']);
  expect((await page).next).toBe(data.next);
  expect(requests).toHaveLength(1);
});

it('collects items, and asks for no more than are wanted', async () => {
  const { gk, requests } = watchedClient();
  const collected = async (limit: number, given: { limit?: number } = query) => {
    requests.length = 0;
    const items = await gk.story.characters.list({ ...query, ...given }).toArray({ limit });
    return [items.map(({ name }) => name).join(''), requests.length];
  };
  expect(await collected(100)).toEqual(['abcde', 3]);
  expect(await collected(4)).toEqual(['abcd', 2]);
  expect(await collected(3)).toEqual(['abc', 2]);
  expect(await collected(1)).toEqual(['a', 1]);
  const { limit: _, ...unlimited } = query;
  requests.length = 0;
  expect(await gk.story.characters.list(unlimited).toArray({ limit: 3 })).toHaveLength(3);
  expect(requests).toHaveLength(1);
});

it.each([undefined, 0, -1, 1.5, Number.POSITIVE_INFINITY, 100_001])(
  'refuses %s as a limit, and asks for nothing',
  async (limit) => {
    const { gk, requests } = watchedClient();
    const options = { limit } as { limit: number };
    await expect(gk.story.characters.list(query).toArray(options)).rejects.toThrow(
      new TypeError(`limit: must be a whole number from 1 to 100000, but is ${limit}`),
    );
    expect(requests).toHaveLength(0);
  },
);

describe('when its loop ends early', () => {
  it('asks for no further page', async () => {
    const { gk, requests } = watchedClient();
    for await (const { name } of gk.story.characters.list(query)) if (name === 'b') break;
    expect(requests).toHaveLength(1);
    const walk = async () => {
      for await (const { name } of gk.story.characters.list(query)) throw new Error(name);
    };
    await expect(walk()).rejects.toThrow('a');
    expect(requests).toHaveLength(2);
  });

  it('walks anew the next time', async () => {
    const { gk } = watchedClient();
    const list = gk.story.characters.list(query);
    for await (const _ of list) break;
    expect(await list.toArray({ limit: 9 })).toHaveLength(5);
  });
});

it('tells of a page that fails in the midst of the walk', async () => {
  const pages = [
    { items: [1, 2], next: 'more' },
    { items: [], next: null },
  ];
  await using server = await httpServer((_, response) => {
    const data = pages.shift();
    json(
      response,
      data ? 200 : 403,
      data ? [resultBody(data)] : [{ error: { json: { message: 'no', data: { code: 'forbidden' } } } }],
    );
    pages.length = 0;
  });
  const { gk } = impatientClient({ url: server.url });
  const walked: unknown[] = [];
  const walk = async () => {
    for await (const item of gk.story.characters.list()) walked.push(item);
  };
  await expect(walk()).rejects.toMatchObject({ code: 'forbidden' });
  expect(walked).toEqual([1, 2]);
});
