import { pauseProcess, tcpProxy } from '@graphkeep/faults';
import { testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, describe, expect, it } from 'vitest';
import { type Helpers, openHelpers } from '../../src/helpers/open-helpers.ts';
import { away, connected, ownName } from './suite.ts';

const redis = await testRedis({ isolated: true });
const port = Number(new URL(redis?.url ?? 'redis://none:1').port);
const closing: (() => Promise<void>)[] = [];
afterAll(async () => void (await Promise.all(closing.map((close) => close()))));

const helpersAt = async (url: string): Promise<Helpers> => {
  const connection = await connected(url, 500);
  const helpers = openHelpers(connection, { prefix: 'f:' });
  closing.push(async () => {
    helpers.close();
    await connection.close();
  });
  return helpers;
};
const behind = async (proxy: { port: number }) => helpersAt(`redis://127.0.0.1:${proxy.port}`);
const newProxy = () => tcpProxy({ target: { host: '127.0.0.1', port } });

describe.skipIf(!redis)('helpers when Redis fails', () => {
  it.concurrent('an answer that was lost is told, and the command is not done again', async () => {
    await using proxy = await newProxy();
    const name = ownName();
    const counter = (await behind(proxy)).counter(name);
    const sure = (await helpersAt(redis?.url ?? '')).counter(name);
    await counter.add();
    proxy.cut({ way: 'down', times: 1 });
    await expect(counter.add()).rejects.toMatchObject({ code: 'uncertain', retryable: false });
    proxy.clear();
    await eventually(() => counter.value());
    expect(await sure.value()).toBe(2);
  });

  it.concurrent('a channel comes back after a cut, tells of the gap, and hears on', async () => {
    await using proxy = await newProxy();
    const name = ownName();
    const heard: number[] = [];
    let gaps = 0;
    const listening = (await behind(proxy)).channel<number>(name);
    await listening.listen({ message: (value) => heard.push(value), gap: () => (gaps += 1) });
    const publishing = (await helpersAt(redis?.url ?? '')).channel<number>(name);
    await publishing.publish(1);
    await eventually(() => expect(heard).toEqual([1]));
    proxy.reset();
    await eventually(() => expect(gaps).toBe(1));
    await publishing.publish(2);
    await eventually(() => expect(heard).toEqual([1, 2]));
  });

  it.concurrent('a channel whose network swallows everything is noticed, and heard again', async () => {
    await using proxy = await newProxy();
    const name = ownName();
    const heard: number[] = [];
    let gaps = 0;
    const listening = (await behind(proxy)).channel<number>(name);
    await listening.listen({ message: (value) => heard.push(value), gap: () => (gaps += 1) });
    proxy.blackHole();
    const before = proxy.counters.seen;
    await eventually(() => expect(proxy.counters.seen).toBeGreaterThan(before));
    proxy.clear();
    await eventually(() => expect(gaps).toBeGreaterThan(0));
    await (await helpersAt(redis?.url ?? '')).channel<number>(name).publish(3);
    await eventually(() => expect(heard).toEqual([3]));
  });

  it.concurrent('a listener is refused in time where Redis is away', async () => {
    const connection = away();
    const helpers = openHelpers(connection, { prefix: 'f:' });
    await expect(helpers.channel('a').listen({ message: () => {} })).rejects.toMatchObject({
      code: 'unavailable',
    });
    helpers.close();
    await connection.close();
  });

  it.concurrent('a lease ends by itself when it cannot be renewed, and the next holder has a larger number', async () => {
    await using proxy = await newProxy();
    const name = ownName();
    const lease = await (await behind(proxy)).lock(name, { ttlMs: 300 }).acquire();
    const other = (await helpersAt(redis?.url ?? '')).lock(name, { ttlMs: 300 });
    proxy.blackHole();
    const next = await other.acquire({ waitMs: 5_000 });
    expect(lease?.signal.aborted).toBe(true);
    expect(next?.fence).toBeGreaterThan(lease?.fence ?? Number.POSITIVE_INFINITY);
    await next?.release();
  });

  it.concurrent('a leader that Redis does not hear of any longer is followed by another one', async () => {
    await using proxy = await newProxy();
    const name = ownName();
    const led: string[] = [];
    const work = (who: string) => async (lease: { signal: AbortSignal }) => {
      led.push(who);
      await new Promise((resolve) => lease.signal.addEventListener('abort', resolve));
    };
    const first = (await behind(proxy)).leader(name, work('first'), { ttlMs: 300 });
    await eventually(() => expect(led).toEqual(['first']));
    const second = (await helpersAt(redis?.url ?? '')).leader(name, work('second'), { ttlMs: 300 });
    proxy.blackHole();
    await eventually(() => expect(led).toEqual(['first', 'second']));
    expect([first.leads, second.leads]).toEqual([false, true]);
    await Promise.all([first.close(), second.close()]);
  });

  it.concurrent('a rate is counted in the process while Redis is away', async () => {
    const connection = away();
    const rate = openHelpers(connection, { prefix: 'f:' }).rate('r', { limit: 10, windowMs: 60_000 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => rate.consume('ada')));
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(10);
    expect(answers.every(({ local }) => local)).toBe(true);
    await connection.close();
  });

  it('frozen: each command ends in time, and says whether something may have been done', async () => {
    const helpers = await helpersAt(redis?.url ?? '');
    using _frozen = pauseProcess(redis?.pid ?? 0);
    const began = performance.now();
    const results = await Promise.allSettled([
      helpers.hash('a').get('b'),
      helpers.list('a').size(),
      helpers.stream('a').page(),
      helpers.counter('a').add(),
      helpers.sessions('a').create('ada', 1),
      helpers.channel('a').publish(1),
      helpers.lock('a').acquire(),
    ]);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual([
      'unavailable',
      'unavailable',
      'unavailable',
      'timeout',
      'timeout',
      'timeout',
      'unavailable',
    ]);
  });

  it('killed and started again: helpers go on', async () => {
    const helpers = await helpersAt(redis?.url ?? '');
    const list = helpers.list<number>(ownName());
    await list.push(1);
    await redis?.stop('SIGKILL');
    await expect(list.range()).rejects.toMatchObject({ code: 'unavailable' });
    await redis?.start();
    await eventually(async () => expect(await list.range()).toEqual([1]));
  });

  it('the number of a lock grows though Redis has lost everything', async () => {
    const helpers = await helpersAt(redis?.url ?? '');
    const connection = await connected(redis?.url ?? '');
    const first = await helpers.lock('l').acquire();
    await connection.client.flushall();
    const second = await helpers.lock('l').acquire();
    expect(second?.fence).toBeGreaterThan(first?.fence ?? Number.POSITIVE_INFINITY);
    await Promise.all([first?.release(), second?.release(), connection.close()]);
  });
});

describe('the memory of helpers in the process', () => {
  const helpers = openHelpers(undefined, { prefix: 'm:', maxBytes: 20_000 });
  afterAll(() => helpers.close());

  it('is bounded: what has an end makes room', async () => {
    const sessions = helpers.sessions<string>('s');
    const { id } = await sessions.create('ada', 'first');
    for (let n = 0; n < 100; n += 1) await sessions.create(`user ${n}`, 'x'.repeat(500));
    expect(await sessions.get(id)).toBeUndefined();
    expect(await sessions.ofUser('user 99')).toHaveLength(1);
  });

  it('is bounded: what has none is refused, and what is there stays', async () => {
    const list = helpers.list<string>('l');
    const fill = async () => {
      for (;;) await list.push('x'.repeat(500));
    };
    await expect(fill()).rejects.toMatchObject({ code: 'overloaded' });
    const size = await list.size();
    expect(size).toBeGreaterThan(5);
    await list.shift();
    expect(await list.push('x'.repeat(500))).toBe(size);
  });
});
