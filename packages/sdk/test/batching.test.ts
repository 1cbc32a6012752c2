import { expect, it } from 'vitest';
import { client, newName, watchedClient } from './support/clients.ts';
import { httpServer, json, resultBody } from './support/http-server.ts';

const characterId = 'chr_01h2xcejqtf2nbrexx3vqjhp41';

it('makes one request of reads that are made together', async () => {
  const { gk, requests } = watchedClient();
  const { playerId } = await gk.story.players.create({ username: newName() });
  requests.length = 0;
  const results = await Promise.allSettled([
    gk.story.players.get({ playerId }),
    gk.story.characters.get({ characterId }),
    gk.system.version(),
    gk.story.characters.list({ where: { playerId } }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(results[1]).toMatchObject({ reason: { code: 'not_found', status: 404 } });
  expect(requests.map(({ path }) => path)).toEqual([
    '/trpc/story.players.get,story.characters.get,system.version,story.characters.list?batch=1',
  ]);
});

it('splits what is more than the server takes at once', async () => {
  const { gk, requests } = watchedClient();
  const versions = await Promise.all(Array.from({ length: 120 }, () => gk.system.version()));
  expect(versions).toHaveLength(120);
  expect(requests.map(({ path }) => path.split(',').length)).toEqual([50, 50, 20]);
});

it('splits what is too large for one request', async () => {
  const sent: number[] = [];
  await using server = await httpServer((request, response, body) => {
    sent.push(body.length);
    json(response, 200, Array(request.url?.split(',').length).fill(resultBody({ items: [], next: null })));
  });
  const gk = client({ url: server.url });
  const long = { where: { username: 'x'.repeat(200_000) } };
  await Promise.all(Array.from({ length: 5 }, () => gk.story.players.list(long)));
  expect(sent).toHaveLength(3);
  for (const size of sent) expect(size).toBeLessThan(524_288);
});

it('sends a read with a time-out of its own alone, and one with a signal together with others', async () => {
  const { gk, requests } = watchedClient();
  await Promise.all([
    gk.system.version(),
    gk.system.version(undefined, { signal: new AbortController().signal }),
    gk.system.version(undefined, { timeoutMs: 5_000 }),
    gk.system.version(),
  ]);
  const sent = requests.map(({ path, headers }) => [path, headers.get('x-deadline-ms')]);
  expect(sent.sort()).toEqual([
    ['/trpc/system.version', '5000'],
    ['/trpc/system.version,system.version,system.version?batch=1', '30000'],
  ]);
});

it('sends nothing that was ended before it was sent', async () => {
  const { gk, requests } = watchedClient();
  const gone = new AbortController();
  const { signal } = gone;
  const all = Promise.allSettled([
    gk.system.version(undefined, { signal }),
    gk.system.version(),
    gk.story.characters.get({ characterId }, { signal }),
  ]);
  gone.abort('enough');
  const outcomes = await all;
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  expect(outcomes[2]).toMatchObject({ reason: { code: 'cancelled', cause: 'enough' } });
  expect(requests.map(({ path }) => path)).toEqual(['/trpc/system.version?batch=1']);
});

it('never sends writes together', async () => {
  const { gk, requests } = watchedClient();
  await Promise.all(Array.from({ length: 3 }, () => gk.story.players.create({ username: newName() })));
  expect(requests.map(({ path }) => path)).toEqual(Array(3).fill('/trpc/story.players.create'));
});

it('keeps inputs out of addresses', async () => {
  const { gk, requests } = watchedClient();
  await gk.story.players.list({ where: { username: 'private-name' } });
  expect(requests[0]?.path).not.toContain('private-name');
});
