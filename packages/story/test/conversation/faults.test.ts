import { newId } from '@graphkeep/contract';
import { Deadline, GraphkeepError, newRequestId, runInContext } from '@graphkeep/core';
import { tcpProxy } from '@graphkeep/faults';
import { Message, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Addition } from '../../src/conversation/addition.ts';
import { commitSurely } from '../../src/conversation/commit-surely.ts';
import { conversationPage } from '../../src/conversation/conversation-page.ts';
import { followConversation } from '../../src/conversation/follow-conversation.ts';
import { groupCommit } from '../../src/conversation/group-commit.ts';
import { enginesOf } from './engines.ts';
import { everyone, numbered, openStage, say, textsOf } from './stage.ts';

const [neo4j, redis] = await Promise.all([testNeo4j({ schema: 'story' }), testRedis()]);
const engines = enginesOf(neo4j, redis);

describe.each(engines)('a commit in doubt on $name', ({ environment }) => {
  let platform: TestPlatform<StoryGraph>;
  beforeAll(async () => {
    platform = await openTestPlatform({ graph: storyGraph, environment });
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  /** The system, of which each transaction ends as is said: kept or not, and its answer lost. */
  const losing = (...faults: ('kept' | 'not kept' | 'away')[]): Scoped<StoryGraph> => {
    const system = everyone(platform);
    return {
      ...system,
      transaction: async (work, options) => {
        const fault = faults.shift();
        if (fault === undefined) return system.transaction(work, options);
        if (fault === 'away') throw new GraphkeepError('unavailable', 'The graph is away.');
        if (fault === 'kept') await system.transaction(work, options);
        throw new GraphkeepError('uncertain', 'The answer to the commit was lost.');
      },
    };
  };
  const additionTo = (sessionId: string, text: string): Addition => ({
    owner: undefined,
    sessionId,
    messages: [{ messageId: newId('msg'), role: 'player', text, meta: {} }],
    repeatable: false,
    idsFrom: 'messageId',
  });

  it.each([
    { faults: ['kept'] as const },
    { faults: ['not kept'] as const },
    { faults: ['kept', 'away', 'not kept'] as const },
  ])('is kept once after $faults', async ({ faults }) => {
    const { own, sessionId } = await openStage(platform);
    const additions = numbered(3).map((text) => additionTo(sessionId, text));
    const outcomes = await commitSurely(losing(...faults), additions);
    expect(outcomes.map((outcome) => 'answer' in outcome)).toEqual([true, true, true]);
    expect(textsOf(await conversationPage(own, { sessionId }))).toEqual(numbered(3));
  });

  it('tells all at once of a graph that is away, and keeps nothing', async () => {
    const { own, sessionId } = await openStage(platform);
    const outcomes = await commitSurely(losing('away'), [
      additionTo(sessionId, 'a'),
      additionTo(sessionId, 'b'),
    ]);
    expect(outcomes).toMatchObject([{ error: { code: 'unavailable' } }, { error: { code: 'unavailable' } }]);
    expect(await own.repo(Message).count({ where: { sessionId } })).toBe(0);
  });

  it('is no part of the transaction of who asks, and outlives his deadline', async () => {
    const stage = await openStage(platform);
    using deadline = Deadline.after(60_000);
    await expect(
      runInContext({ requestId: newRequestId(), deadline }, () =>
        stage.own.transaction(async () => {
          await say(stage, 'm1');
          throw new Error('rolled back');
        }),
      ),
    ).rejects.toThrow('rolled back');
    expect(textsOf(await conversationPage(stage.own, { sessionId: stage.sessionId }))).toEqual(['m1']);
  });
});

describe('what waits to be written', () => {
  /** Batches that are kept when the test says so. */
  const held = (maxWaiting: number) => {
    const batches: { readonly items: readonly number[]; readonly keep: () => void }[] = [];
    const group = groupCommit<number, string>({
      weightOf: () => 1,
      maxBatch: 3,
      maxWaiting,
      commit: async (items) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        batches.push({ items, keep: resolve });
        await promise;
        return items.map((item) =>
          item < 0 ? { error: new RangeError(`${item}`) } : { answer: `kept ${item}` },
        );
      },
    });
    return { group, batches };
  };
  const begun = (batches: readonly unknown[], count: number) =>
    eventually(() => expect(batches).toHaveLength(count));

  it('goes in batches, in order, and one that is refused fails nobody else', async () => {
    const { group, batches } = held(100);
    const all = Promise.allSettled([1, -2, 3, 4, 5].map((item) => group.add(item)));
    await begun(batches, 1);
    batches[0]?.keep();
    await begun(batches, 2);
    batches[1]?.keep();
    expect(batches.map(({ items }) => items)).toEqual([
      [1, -2, 3],
      [4, 5],
    ]);
    expect((await all).map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
      'kept 1',
      '-2',
      'kept 3',
      'kept 4',
      'kept 5',
    ]);
  });

  it('is bounded: what is more is refused at once', async () => {
    const { group, batches } = held(2);
    const first = group.add(1);
    await begun(batches, 1);
    const waiting = [group.add(2), group.add(3)];
    await expect(group.add(4)).rejects.toMatchObject({ code: 'overloaded', retryable: true });
    batches[0]?.keep();
    await begun(batches, 2);
    batches[1]?.keep();
    expect(await Promise.all([first, ...waiting])).toEqual(['kept 1', 'kept 2', 'kept 3']);
  });

  it('is not written for a caller whose deadline has passed, and says of what was begun that it may be', async () => {
    const { group, batches } = held(100);
    const within = (ms: number, item: number) =>
      runInContext({ requestId: newRequestId(), deadline: Deadline.after(ms) }, () => group.add(item));
    const first = Promise.allSettled([within(30, 1)]);
    await begun(batches, 1);
    const second = Promise.allSettled([within(30, 2)]);
    const code = 'timeout';
    expect(await first).toMatchObject([
      { reason: { code, message: expect.stringContaining('may still be kept') } },
    ]);
    expect(await second).toMatchObject([{ reason: { code } }]);
    const next = group.add(3);
    batches[0]?.keep();
    await begun(batches, 2);
    batches[1]?.keep();
    expect(await next).toBe('kept 3');
    expect(batches.map(({ items }) => items)).toEqual([[1], [3]]);
  });

  it('is written before it closes, and nothing is taken after', async () => {
    const { group, batches } = held(100);
    const last = [group.add(1), group.add(2)];
    const closing = group.close();
    await expect(group.add(3)).rejects.toMatchObject({ code: 'unavailable' });
    await begun(batches, 1);
    batches[0]?.keep();
    await closing;
    expect(await Promise.all(last)).toEqual(['kept 1', 'kept 2']);
  });
});

describe.runIf(neo4j && redis)('Redis away', () => {
  const environment = engines.at(-1)?.environment ?? {};
  const portOf = (url = '') => Number(new URL(url).port);

  it('takes nothing from reads and writes, keeps the order, and is mended when it is back', async () => {
    await using proxy = await tcpProxy({ target: { host: '127.0.0.1', port: portOf(redis?.url) } });
    const url = new URL(redis?.url ?? '');
    url.host = `127.0.0.1:${proxy.port}`;
    await using cut = await openTestPlatform({
      graph: storyGraph,
      environment: { ...environment, REDIS_URL: url.href },
    });
    await using other = await openTestPlatform({ graph: storyGraph, environment });
    const stage = await openStage(cut);
    const elsewhere = { ...stage, own: other.as(stage.own.principal) };
    const page = ({ own, sessionId } = stage) => conversationPage(own, { sessionId });
    await say(stage, 'm1');
    const { end } = await page();
    const followed = followConversation(elsewhere.own, stage.sessionId, end ?? '');

    proxy.blackHole();
    await say(stage, 'm2');
    expect(textsOf(await page())).toEqual(['m1', 'm2']);
    // The stream has no m2, and this process can read it well.
    expect(textsOf(await page(elsewhere))).toEqual(['m1', 'm2']);
    await say(elsewhere, 'm3');
    await say(stage, 'm4');
    expect(textsOf(await page(elsewhere))).toEqual(['m1', 'm2', 'm3', 'm4']);
    const heard: string[] = [];
    for await (const event of followed)
      if (event.kind === 'message' && heard.push(event.message.text) === 3) break;
    expect(heard).toEqual(['m2', 'm3', 'm4']);

    proxy.clear();
    const stream = other.as(stage.own.principal).helpers.stream(`conversation:1:${stage.sessionId}`);
    await eventually(async () => {
      expect(textsOf(await page())).toEqual(['m1', 'm2', 'm3', 'm4']);
      expect(await stream.size()).toBe(4);
    });
  });
});

describe('the graph away', () => {
  it.runIf(neo4j && redis)('is answered by what is shared of the newest, and says so', async () => {
    const address = new URL(neo4j?.url ?? '');
    await using proxy = await tcpProxy({ target: { host: '127.0.0.1', port: Number(address.port) } });
    address.host = `127.0.0.1:${proxy.port}`;
    await using platform = await openTestPlatform({
      graph: storyGraph,
      environment: {
        ...engines.at(-1)?.environment,
        NEO4J_URI: address.href.replace('neo4j://', 'bolt://'),
        GRAPHKEEP_RETRY_ATTEMPTS: '0',
      },
    });
    const [stage, cold] = [await openStage(platform), await openStage(platform)];
    const page = ({ own, sessionId }: typeof stage) => conversationPage(own, { sessionId });
    await say(stage, ...numbered(3));
    await stage.own.cached(storyGraph.Session).get({ sessionId: stage.sessionId });
    await eventually(async () =>
      expect(await stage.own.helpers.stream(`conversation:1:${stage.sessionId}`).size()).toBe(3),
    );
    proxy.refuse();
    proxy.reset();
    const stale = await page(stage);
    expect(stale).toMatchObject({ stale: true });
    expect(textsOf(stale)).toEqual(numbered(3));
    await expect(page(cold)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(page({ ...stage, own: cold.own })).rejects.toThrow();
    await expect(say(stage, 'm4')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
