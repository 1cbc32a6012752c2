import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { client, watchedClient } from './support/clients.ts';

it('says who calls, in every request', async () => {
  const manifest: { version: string } = JSON.parse(
    await readFile(new URL('../package.json', import.meta.url), 'utf8'),
  );
  const { gk, requests } = watchedClient();
  await Promise.all([gk.system.version(), gk.system.version(undefined, { timeoutMs: 5_000 })]);
  const gone = new AbortController();
  const options = { signal: gone.signal, onReady: () => gone.abort() };
  for await (const _ of gk.story.players.changes({}, options)) gone.abort();
  expect(requests.map(({ headers }) => headers.get('x-graphkeep-client'))).toEqual(
    Array(3).fill(`sdk/${manifest.version}`),
  );
});

it('sends headers of the client and of the call, the latter alone', async () => {
  const { gk, requests } = watchedClient({ headers: { 'x-tenant': 'a', 'x-job': 'b' } });
  await Promise.all([
    gk.system.version(),
    gk.system.version(undefined, { headers: { 'x-job': 'c' } }),
    gk.system.version(),
  ]);
  const sent = requests.map(({ path, headers }) => [path, headers.get('x-tenant'), headers.get('x-job')]);
  expect(sent.sort()).toEqual([
    ['/trpc/system.version', 'a', 'c'],
    ['/trpc/system.version,system.version?batch=1', 'a', 'b'],
  ]);
});

it.each([
  ['Authorization', 'Bearer x', "headers: Authorization is the client's own"],
  ['idempotency-key', 'x', "headers: idempotency-key is the client's own"],
  ['x-graphkeep-client', 'x', "headers: x-graphkeep-client is the client's own"],
  ['two words', 'x', 'headers: "two words" is no header, or its value is none'],
  ['x-secret', 'line\nbreak', 'headers: "x-secret" is no header, or its value is none'],
])('refuses the header %s', async (name, value, message) => {
  expect(() => client({ headers: { [name]: value } })).toThrow(new TypeError(message));
  const { gk, requests } = watchedClient();
  await expect(gk.system.version(undefined, { headers: { [name]: value } })).rejects.toThrow(
    new TypeError(message),
  );
  expect(requests).toHaveLength(0);
});
