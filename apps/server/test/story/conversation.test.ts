import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer, testEngines } from '../servers.ts';

describe.each(await testEngines())('the conversation over HTTP on $name', ({ environment }) => {
  let server: TestServer;
  let engine: Graphkeep;
  let player: Graphkeep;
  let stranger: Graphkeep;
  let sessionId: string;

  const clientOf = async (playerId: string) =>
    server.clientFor({ scopes: ['story:read', 'story:write'], owner: playerId });
  const openSession = async (playerId: string) =>
    (await engine.story.sessions.create({ playerId, characterId: await characterOf(playerId), worldId }))
      .sessionId;
  const characterOf = async (playerId: string) =>
    (await engine.story.characters.create({ playerId, name: 'Ada' })).characterId;
  const say = (...texts: readonly string[]) =>
    player.story.conversation.append({
      sessionId,
      messages: texts.map((text) => ({ role: 'player', text })),
    });
  let worldId: string;

  beforeAll(async () => {
    server = await startTestServer(environment);
    engine = createGraphkeep({ url: server.url, apiKey: API_KEY });
    ({ worldId } = await engine.story.worlds.create({ name: 'The coast' }));
    const [own, other] = await Promise.all(
      [0, 1].map(() => engine.story.players.create({ username: `u${newId('ply').slice(4)}` })),
    );
    if (!own || !other) throw new RangeError('two players');
    [player, stranger] = await Promise.all([clientOf(own.playerId), clientOf(other.playerId)]);
    sessionId = await openSession(own.playerId);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('is added to, read by pages and searched', async () => {
    const { messages, end } = await say('one', 'two', 'three');
    expect(messages[0]?.at).toBeInstanceOf(Date);
    const newest = await player.story.conversation.page({ sessionId, limit: 2 });
    expect(newest).toMatchObject({ items: messages.slice(1), next: null, end, stale: false });
    const before = await player.story.conversation.page({ sessionId, before: newest.previous ?? '' });
    expect(before).toMatchObject({ items: messages.slice(0, 1), previous: null });
    const after = await player.story.conversation.page({ sessionId, after: before.end ?? '' });
    expect(after.items).toEqual(messages.slice(1));
    const { hits, covers } = await player.story.conversation.search({ sessionId, text: 'two' });
    expect(hits.map(({ message }) => message)).toEqual([messages[1]]);
    expect(covers).toEqual({ searched: 3, archived: 0 });
    expect((await player.story.sessions.load({ sessionId })).conversation.items).toEqual(messages);
  });

  it('is told live, and gone on with exactly where a connection was left', async () => {
    const { end } = await say('before');
    const ended = new AbortController();
    const heard: string[] = [];
    let last = '';
    const hear = async (after: string, until: string, signal: AbortSignal) => {
      const live = player.story.conversation.live({ sessionId }, { after, signal });
      for await (const { id, event } of live.withIds()) {
        if (event.kind !== 'message') continue;
        heard.push(event.message.text);
        last = id;
        if (event.message.text === until) return;
      }
    };
    const hearing = hear(end, 'b', ended.signal);
    await say('a');
    await engine.story.conversation.append({ sessionId, messages: [{ role: 'narrator', text: 'b' }] });
    await hearing;
    await say('c', 'd');
    await hear(last, 'd', ended.signal);
    ended.abort();
    expect(heard).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is kept once, however often a call is repeated', async () => {
    const call = () =>
      player.story.conversation.append(
        { sessionId, messages: [{ role: 'player', text: 'only once' }] },
        { idempotencyKey: 'say-4711' },
      );
    const [first, ...others] = await Promise.all([call(), call(), call()]);
    others.push(await call());
    for (const other of others) expect(other).toEqual(first);
    await expect(
      player.story.conversation.append(
        { sessionId, messages: [{ role: 'player', text: 'something else' }] },
        { idempotencyKey: 'say-4711' },
      ),
    ).rejects.toMatchObject({ code: 'idempotency_mismatch', status: 409 });
    const { items } = await player.story.conversation.page({ sessionId });
    expect(items.filter(({ text }) => text === 'only once')).toHaveLength(1);
  });

  it('is nobody else’s', async () => {
    const { conversation } = stranger.story;
    const { end } = await player.story.conversation.page({ sessionId });
    const notFound = { code: 'not_found', status: 404 };
    await expect(conversation.page({ sessionId })).rejects.toMatchObject(notFound);
    await expect(conversation.page({ sessionId, before: end ?? '' })).rejects.toMatchObject(notFound);
    await expect(conversation.search({ sessionId, text: 'one' })).rejects.toMatchObject(notFound);
    await expect(
      conversation.append({ sessionId, messages: [{ role: 'player', text: 'spy' }] }),
    ).rejects.toMatchObject(notFound);
    await expect(conversation.live({ sessionId })[Symbol.asyncIterator]().next()).rejects.toMatchObject(
      notFound,
    );
    expect((await conversation.search({ text: 'one' })).hits).toEqual([]);
    const reader = await server.clientFor({ scopes: ['story:read'] });
    await expect(
      reader.story.conversation.append({ sessionId, messages: [{ role: 'player', text: 'no' }] }),
    ).rejects.toMatchObject({ code: 'forbidden', status: 403 });
  });

  it('refuses what is wrong by the name of its field', async () => {
    const messages = [{ role: 'player' as const, text: '' }];
    await expect(player.story.conversation.append({ sessionId, messages })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'messages.0.text',
    });
    await expect(
      player.story.conversation.page({ sessionId, before: 'a.b', after: 'a.b' }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'before' });
    await expect(player.story.conversation.page({ sessionId, after: 'a.b' })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'after',
    });
  });
});
