import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer, testEngines } from '../servers.ts';

describe.each(await testEngines())('sessions by the SDK on $name', ({ environment }) => {
  let server: TestServer;
  let gk: Graphkeep;
  let worldId: string;

  beforeAll(async () => {
    server = await startTestServer({ ...environment, GRAPHKEEP_STORY_MAX_ACTIVE_SESSIONS: '2' });
    gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
    ({ worldId } = await gk.story.worlds.create({ name: 'The coast' }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** A player with a character, and a key that is theirs alone. */
  const join = async () => {
    const { playerId } = await gk.story.players.create({ username: `u${newId('ply').slice(4)}` });
    const { characterId } = await gk.story.characters.create({ playerId, name: 'Ada' });
    const own = await server.clientFor({ scopes: ['story:read', 'story:write'], owner: playerId });
    return { playerId, characterId, own, cast: { playerId, characterId, worldId } };
  };

  it('are started, loaded, paused, resumed and completed by their player', async () => {
    const { own, cast, characterId } = await join();
    const started = await own.story.sessions.start(cast);
    const { sessionId } = started.session;
    expect(started).toMatchObject({
      session: { ...cast, status: 'active' },
      character: { characterId, sessionCount: 1 },
      world: { worldId, name: 'The coast' },
      scene: null,
      openChoices: [],
      conversation: { items: [], previous: null },
    });
    expect(await own.story.sessions.load({ sessionId })).toEqual(started);
    expect(await own.story.sessions.pause({ sessionId })).toMatchObject({ status: 'paused' });
    expect((await own.story.sessions.load({ sessionId })).session.status).toBe('paused');
    expect((await own.story.sessions.resume({ sessionId })).session.status).toBe('active');
    expect(await own.story.sessions.touch({ sessionId })).toMatchObject({ sessionId });
    expect(await own.story.sessions.context({ sessionId })).toMatchObject({ sessionId, scene: null });
    expect(await own.story.sessions.complete({ sessionId })).toMatchObject({ status: 'completed' });
    await expect(own.story.sessions.abandon({ sessionId })).rejects.toMatchObject({
      code: 'wrong_state',
      status: 409,
      message: `Session ${sessionId} is completed: only one that is active or paused can be abandoned.`,
    });
    const { items } = await own.story.sessions.list({ where: { status: 'completed' } });
    expect(items.map((one) => one.sessionId)).toEqual([sessionId]);
  });

  it('are started once for an idempotency key, and no more than a player may have', async () => {
    const { own, cast } = await join();
    const once = { idempotencyKey: newId('key') };
    const first = await own.story.sessions.start(cast, once);
    expect(await own.story.sessions.start(cast, once)).toEqual(first);
    await own.story.sessions.start(cast);
    const refused = await own.story.sessions.start(cast).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'limit_reached',
      status: 409,
      message: expect.stringContaining(first.session.sessionId),
    });
    expect(await own.story.sessions.count({ where: { status: 'active' } })).toBe(2);
    await own.story.sessions.abandon({ sessionId: first.session.sessionId });
    await own.story.sessions.start(cast);
  });

  it('keep variables by their version', async () => {
    const { own, cast } = await join();
    const { session } = await own.story.sessions.start(cast);
    const { sessionId, version } = session;
    const set = await own.story.sessions.setVariables({ sessionId, version, variables: { lamp: true } });
    expect(set.variables).toEqual({ lamp: true });
    await expect(
      own.story.sessions.setVariables({ sessionId, version, metrics: { words: 3 } }),
    ).rejects.toMatchObject({ code: 'stale_version', status: 409, field: 'version' });
    await expect(own.story.sessions.setVariables({ sessionId, version })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'variables',
    });
    await expect(
      own.story.sessions.patch({ sessionId, changes: { status: 'completed' } }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'changes.status' });
  });

  it('are nobody else’s', async () => {
    const [{ own, cast, characterId }, stranger] = [await join(), await join()];
    const { session } = await own.story.sessions.start(cast);
    const { sessionId, version } = session;
    const { sessions, characters, players } = stranger.own.story;
    const calls: (() => Promise<unknown>)[] = [
      () => sessions.start(cast),
      () => sessions.load({ sessionId }),
      () => sessions.context({ sessionId }),
      () => sessions.touch({ sessionId }),
      () => sessions.pause({ sessionId }),
      () => sessions.resume({ sessionId }),
      () => sessions.complete({ sessionId }),
      () => sessions.abandon({ sessionId }),
      () => sessions.setVariables({ sessionId, version, variables: { a: 1 } }),
      () => sessions.patch({ sessionId, changes: { difficulty: 'gentle' } }),
      () => sessions.remove({ sessionId }),
      () => characters.state({ characterId }),
      () => characters.relationships({ characterId }),
      () => characters.remember({ characterId, content: 'x' }),
      () => characters.move({ characterId, locationId: newId('loc') }),
      () => characters.remove({ characterId }),
      () => players.logIn({ playerId: cast.playerId }),
      () => players.preferences({ playerId: cast.playerId }),
      () => players.remove({ playerId: cast.playerId }),
    ];
    for (const call of calls)
      await expect(call(), String(call)).rejects.toMatchObject({ code: 'not_found', status: 404 });
    expect((await characters.recall({ characterId, by: 'recent' })).items).toEqual([]);
    expect(await own.story.sessions.load({ sessionId })).toMatchObject({ session: { version } });
  });
});
