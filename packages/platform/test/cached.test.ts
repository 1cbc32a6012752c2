import { newId } from '@graphkeep/contract';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scoped } from '../src/index.ts';
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts';
import { Board, type BoardGraph, boardDomain, Note, Topic } from './board.ts';
import { enginesOf } from './engines.ts';

const engines = enginesOf(await testNeo4j({ schema: 'board' }), await testRedis());

describe.each(engines)('cached reads on $name', ({ environment }) => {
  let platform: TestPlatform<BoardGraph>;
  let all: Scoped<BoardGraph>;
  beforeAll(async () => {
    platform = await openTestPlatform({ ...boardDomain, environment });
    all = platform.as({ id: 'test', scopes: ['*'] });
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  const playerOf = () => {
    const playerId = newId('ply');
    return { playerId, scope: platform.as({ id: 'player', owner: playerId, scopes: ['*'] }) };
  };
  const boardOf = (scope: Scoped<BoardGraph>, playerId: string, loads: string[] = []) =>
    scope.model(Board).get(playerId, async () => {
      loads.push(playerId);
      const { items } = await scope.repo(Note).find({ where: { playerId }, limit: 50 });
      return { playerId, notes: [...items] } as never;
    });

  it('are of the cache until something is written, and of the store then', async () => {
    const { playerId, scope } = playerOf();
    const { noteId } = await scope.repo(Note).create({ playerId, text: 'one' });
    const first = await scope.cached(Note).get({ noteId });
    expect(first).toMatchObject({ text: 'one', version: 1 });
    expect(await scope.cached(Note).get({ noteId })).toEqual(first);
    await scope.repo(Note).patch({ noteId }, { text: 'two' });
    expect((await scope.cached(Note).get({ noteId })).text).toBe('two');
    await all.repo(Note).patchMany({ playerId }, { text: 'three' });
    expect((await scope.cached(Note).get({ noteId })).text).toBe('three');
    await scope.repo(Note).remove({ noteId });
    await expect(scope.cached(Note).get({ noteId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('know no strangers, whether something is cached or not, and say what the repository says', async () => {
    const [mine, other] = [playerOf(), playerOf()];
    const { noteId } = await mine.scope.repo(Note).create({ playerId: mine.playerId, text: 'mine' });
    const said = await other.scope.repo(Note).get({ noteId }).catch(String);
    expect(said).toContain('There is no BNote');
    for (let time = 0; time < 2; time += 1) {
      expect(await other.scope.cached(Note).get({ noteId }).catch(String)).toBe(said);
      expect(await other.scope.cached(Note).getMany([{ noteId }])).toEqual([null]);
      expect((await mine.scope.cached(Note).get({ noteId })).text).toBe('mine');
    }
    const topic = await all.repo(Topic).create({ name: 'rain' });
    expect(await other.scope.cached(Topic).get({ topicId: topic.topicId })).toEqual(topic);
  });

  it('refuse a key as the repository does', async () => {
    const wrong = { noteId: 7 as unknown as string };
    const said = await all.repo(Note).get(wrong).catch(String);
    expect(await all.cached(Note).get(wrong).catch(String)).toBe(said);
    expect(await all.cached(Note).getMany([wrong]).catch(String)).toContain('noteId');
  });

  it('come in the order of their keys, the missing by one question', async () => {
    const { playerId, scope } = playerOf();
    const keys = await scope.repo(Note).createMany(['a', 'b', 'c'].map((text) => ({ playerId, text })));
    const [a, b, c] = keys;
    if (!a || !b || !c) throw new Error('three were made');
    await scope.cached(Note).get(b);
    const absent = { noteId: newId('not') };
    const read = await scope.cached(Note).getMany([c, absent, b, a, c]);
    expect(read.map((note) => note?.text ?? null)).toEqual(['c', null, 'b', 'a', 'c']);
  });

  it('are not of the cache within a transaction, which leaves nothing there when it fails', async () => {
    const { playerId, scope } = playerOf();
    const { noteId } = await scope.repo(Note).create({ playerId, text: 'kept' });
    const failed = scope.transaction(async (within) => {
      await within.repo(Note).patch({ noteId }, { text: 'never' });
      expect((await scope.cached(Note).get({ noteId })).text).toBe('never');
      expect((await boardOf(scope, playerId)).notes.map(({ text }) => text)).toEqual(['never']);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect((await scope.cached(Note).get({ noteId })).text).toBe('kept');
    expect((await boardOf(scope, playerId)).notes.map(({ text }) => text)).toEqual(['kept']);
  });

  it('of a read model are loaded once, and anew after a change of what they are made of', async () => {
    const { playerId, scope } = playerOf();
    const loads: string[] = [];
    const texts = async () => (await boardOf(scope, playerId, loads)).notes.map(({ text }) => text).sort();
    expect(await Promise.all([texts(), texts(), texts()])).toEqual([[], [], []]);
    expect(loads).toHaveLength(1);
    const { noteId } = await scope.repo(Note).create({ playerId, text: 'one' });
    expect(await texts()).toEqual(['one']);
    const { topicId } = await all.repo(Topic).create({ name: 'sun' });
    for (const related of [
      () => scope.repo(Note).relate({ noteId }, 'topic', { topicId }),
      () => all.repo(Note).unrelate({ noteId }, 'topic', { topicId }),
      () => all.repo(Note).relate({ noteId }, 'topic', { topicId }),
    ]) {
      await texts();
      const before = loads.length;
      await related();
      await texts();
      expect(loads).toHaveLength(before + 1);
    }
    await playerOf().scope.cached(Topic).get({ topicId });
    await texts();
    const before = loads.length;
    await texts();
    expect(loads).toHaveLength(before);
  });

  it('of a read model are not spoilt by a stranger who asks first', async () => {
    const [mine, other] = [playerOf(), playerOf()];
    const { playerId } = mine;
    await mine.scope.repo(Note).create({ playerId, text: 'mine' });
    const asked = await Promise.allSettled([
      boardOf(other.scope, playerId),
      boardOf(mine.scope, playerId),
      boardOf(other.scope, playerId),
    ]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    await expect(boardOf(other.scope, playerId)).rejects.toMatchObject({
      code: 'not_found',
      message: `There is no Board ${playerId}.`,
    });
    expect((await boardOf(mine.scope, playerId)).notes).toHaveLength(1);
    expect(await other.scope.model(Board).touch(playerId)).toBe(false);
    expect(await mine.scope.model(Board).touch(playerId)).toBe(true);
  });

  it('tell their age', async () => {
    const { playerId, scope } = playerOf();
    const load = async () => ({ playerId, notes: [] }) as never;
    expect(await scope.model(Board).getAged(playerId, load)).toMatchObject({ stale: false });
    await eventually(async () => {
      const { ageMs, stale } = await scope.model(Board).getAged(playerId, load);
      expect([ageMs > 0, stale]).toEqual([true, false]);
    });
  });

  it('see what follows a commit after it, never what follows a rollback', async () => {
    const { playerId, scope } = playerOf();
    const seen: string[] = [];
    await scope.transaction(async (within) => {
      const { noteId } = await within.repo(Note).create({ playerId, text: 'new' });
      await scope.afterCommit(async () => void seen.push((await scope.cached(Note).get({ noteId })).text));
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['new']);
    await scope
      .transaction(async () => {
        await scope.afterCommit(() => void seen.push('never'));
        throw new Error('no');
      })
      .catch(() => {});
    await scope.afterCommit(() => void seen.push('at once'));
    await scope.afterCommit(() => Promise.reject(new Error('logged')));
    expect(seen).toEqual(['new', 'at once']);
  });
});

it('has a name for each thing that is cached, and says which', async () => {
  const environment = { GRAPHKEEP_CACHE_TTLS: 'Boards=1h' };
  await expect(openTestPlatform({ ...boardDomain, environment })).rejects.toThrow(
    'GRAPHKEEP_CACHE_TTLS names Boards, which is not cached. Cached are: BTopic, BNote, Board.',
  );
});

it('keeps no value in Redis that the graph keeps as ciphertext', async () => {
  const redis = await testRedis();
  if (!redis) return;
  const app = `sealed-${newId('app')}`;
  await using platform = await openTestPlatform({
    ...boardDomain,
    environment: {
      REDIS_URL: redis.url,
      GRAPHKEEP_CACHE_APP: app,
      GRAPHKEEP_SECRET: 'a secret of the tests, made by nobody at random',
    },
  });
  const scope = platform.as({ id: 'test', scopes: ['*'] });
  const { noteId } = await scope.repo(Note).create({ playerId: newId('ply'), text: 'x', secret: 'whisper' });
  await eventually(async () => expect(platform.health().state).toBe('healthy'));
  expect((await scope.cached(Note).get({ noteId })).secret).toBe('whisper');
  const { connectRedis } = await import('@graphkeep/cache');
  const { secretOf } = await import('@graphkeep/core');
  const direct = connectRedis({
    url: secretOf(redis.url),
    connectMs: 1_000,
    commandMs: 1_000,
    guard: { timeoutMs: 1_000 },
  });
  try {
    await eventually(async () => expect(direct.connected).toBe(true));
    const kept = await eventually(async () => {
      const found = await direct.client.getBuffer(`${app}:test:v1:BNote:${noteId}`);
      expect(found).not.toBeNull();
      return found;
    });
    expect(kept?.includes('whisper')).toBe(false);
    expect(kept?.includes(noteId)).toBe(false);
  } finally {
    await direct.close();
  }
});
