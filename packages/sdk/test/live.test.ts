import { newId } from '@graphkeep/contract';
import { type TcpProxy, tcpProxy } from '@graphkeep/faults';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { client, impatientClient, newName } from './support/clients.ts';

let proxy: TcpProxy;
beforeEach(async () => {
  made.clear();
  const { hostname, port } = new URL(inject('url'));
  proxy = await tcpProxy({ target: { host: hostname, port: Number(port) } });
});
afterEach(() => proxy[Symbol.asyncDispose]());
const gk = client();
const players = () => impatientClient({ url: `http://${proxy.host}:${proxy.port}` }).gk.story.players;

/** The next so many events that are wanted. */
const take = async <T>(
  events: AsyncIterator<T>,
  count: number,
  isWanted: (event: T) => boolean = () => true,
): Promise<readonly T[]> => {
  const taken: T[] = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done) break;
    if (isWanted(value)) taken.push(value);
  }
  return taken;
};

/** What was changed just before somebody listens may be told too: it is not of the test. */
const made = new Set<string>();
const newPlayer = async () => {
  const playerId = newId('ply');
  made.add(playerId);
  await gk.story.players.create({ playerId, username: newName() });
  return playerId;
};
const isMade = (event: object) => made.has(String(keyOf(event)));
const keyOf = (event: object | undefined) => (event && 'key' in event ? event.key : undefined);

it('tells of changes as they are made, and leaves none out though the connection breaks', async () => {
  const gone = new AbortController();
  let ready = 0;
  const options = { signal: gone.signal, onReady: () => (ready += 1) };
  const events = players().changes({}, options)[Symbol.asyncIterator]();
  const first = take(events, 1, isMade);
  await expect.poll(() => ready).toBe(1);
  const keys = [await newPlayer()];
  expect((await first).map(keyOf)).toEqual(keys);
  const rest = take(events, 3);
  expect(proxy.reset()).toBe(1);
  for (let count = 0; count < 3; count++) keys.push(await newPlayer());
  expect((await rest).map(keyOf)).toEqual(keys.slice(1));
  expect(ready).toBe(2);
  gone.abort();
  expect(await events.next()).toMatchObject({ done: true });
});

it('goes on from an event that another program has seen', async () => {
  const gone = new AbortController();
  const ready = Promise.withResolvers<void>();
  const watch = (after?: string) => {
    const options = { signal: gone.signal, onReady: ready.resolve, ...(after !== undefined && { after }) };
    return gk.story.players.changes({}, options).withIds()[Symbol.asyncIterator]();
  };
  const pending = take(watch(), 1, ({ event }) => isMade(event));
  await ready.promise;
  const keys = [await newPlayer(), await newPlayer()];
  const [seen] = await pending;
  const [next] = await take(watch(seen?.id), 1);
  expect([keyOf(seen?.event), keyOf(next?.event)]).toEqual(keys);
  gone.abort();
});

it('says what is wrong with the call', async () => {
  const events = client({ apiKey: 'gk_nobody_0123456789abcdefghijklmnopqr' })
    .story.players.changes()
    [Symbol.asyncIterator]();
  await expect(events.next()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
  const wrong = gk.story.players.changes({}, { after: 'yesterday' })[Symbol.asyncIterator]();
  await expect(wrong.next()).rejects.toMatchObject({ code: 'invalid_input', field: 'lastEventId' });
});

it('ends at once with its signal, before it began and while it waits', async () => {
  const ended = AbortSignal.abort();
  expect(await take(gk.story.players.changes({}, { signal: ended })[Symbol.asyncIterator](), 1)).toEqual([]);
  const gone = new AbortController();
  const events = gk.story.players.changes({}, { signal: gone.signal })[Symbol.asyncIterator]();
  const next = events.next();
  setImmediate(() => gone.abort());
  expect(await next).toMatchObject({ done: true });
});
