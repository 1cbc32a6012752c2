import { expect, expectTypeOf, it } from 'vitest';
import { createGraphkeep, type Graphkeep, withOptions } from '../src/index.ts';
import { client, impatientClient, watchedClient } from './support/clients.ts';
import { errorBody, httpServer, json } from './support/http-server.ts';

it('calls with other options, and leaves the client as it was', async () => {
  const { gk, requests } = watchedClient({ timeoutMs: 9_000, headers: { 'x-a': '1', 'x-b': '1' } });
  const other = withOptions(gk, { timeoutMs: 4_000, headers: { 'x-b': '2' }, batch: false });
  expectTypeOf(other).toEqualTypeOf<Graphkeep>();
  await Promise.all([other.system.version(), other.system.version()]);
  await gk.system.version();
  const sent = requests.map(({ path, headers }) => [
    path,
    ...['x-deadline-ms', 'x-a', 'x-b'].map((name) => headers.get(name)),
  ]);
  expect(sent).toEqual([
    ['/trpc/system.version', '4000', '1', '2'],
    ['/trpc/system.version', '4000', '1', '2'],
    ['/trpc/system.version?batch=1', '9000', '1', '1'],
  ]);
});

it('takes a part of a client too, and gives the same part', async () => {
  const { gk, requests } = watchedClient();
  const players = withOptions(gk.story.players, { headers: { 'x-job': 'nightly' } });
  expectTypeOf(players).toEqualTypeOf<Graphkeep['story']['players']>();
  await players.count();
  expect(requests.map(({ path, headers }) => [path, headers.get('x-job')])).toEqual([
    ['/trpc/story.players.count?batch=1', 'nightly'],
  ]);
});

it('tries as often as the other options say', async () => {
  await using server = await httpServer((_, response) =>
    json(response, 503, errorBody({ code: 'unavailable', retryAfterMs: 1 })),
  );
  const { gk } = impatientClient({ url: server.url });
  await expect(withOptions(gk, { retries: 0 }).system.version()).rejects.toMatchObject({ status: 503 });
  expect(server.requests).toHaveLength(1);
  await expect(withOptions(gk, { retries: 3 }).system.version()).rejects.toMatchObject({ status: 503 });
  expect(server.requests).toHaveLength(5);
});

it('lets a server have procedures of these names', async () => {
  const asked: unknown[] = [];
  const own = createGraphkeep<{ withOptions: object; transport: object }>({
    url: 'http://a.example',
    apiKey: 'gk_1',
    fetch: async (input) => {
      asked.push(input);
      return Response.json([{ result: { data: { json: 1 } } }]);
    },
  }) as unknown as { withOptions: { withResponse: { get(): Promise<number> } } };
  expect(await own.withOptions.withResponse.get()).toBe(1);
  expect(asked).toEqual(['http://a.example/trpc/withOptions.withResponse.get?batch=1']);
});

it('refuses options that are wrong, and what is no client', () => {
  expect(() => withOptions(client(), { retries: -1 })).toThrow(
    'retries: must be a whole number from 0 to 10',
  );
  expect(() => withOptions({}, {})).toThrow(
    new TypeError('withOptions: needs a client of createGraphkeep, or a part of one'),
  );
});
