import { isGraphkeepError, secretOf } from '@graphkeep/core';
import { pauseProcess } from '@graphkeep/faults';
import { type NodeAddress, testRedisCluster, testRedisSentinel } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { Cluster } from 'ioredis';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/redis/connection.ts';

const [sentinel, cluster] = await Promise.all([
  testRedisSentinel({ isolated: true }),
  testRedisCluster({ isolated: true }),
]);

const guard = {
  timeoutMs: 5_000,
  retry: { attempts: 0, delayMs: 1, factor: 1, maxDelayMs: 1 },
  breaker: { failures: 1_000, rate: 1, windowMs: 1_000, halfOpenAfterMs: 1 },
};
const open: RedisConnection[] = [];
afterAll(async () => void (await Promise.all(open.map((one) => one.close()))));

const connect = async (url: string): Promise<RedisConnection> => {
  const connection = connectRedis({ url: secretOf(url), connectMs: 1_000, commandMs: 500, guard });
  open.push(connection);
  await eventually(() => expect(connection.connected).toBe(true));
  return connection;
};
const list = (nodes: readonly NodeAddress[]) => nodes.map(({ host, port }) => `${host}:${port}`).join();

describe('Sentinel', { skip: !sentinel, concurrent: true }, () => {
  it('follows a failover, and writes nothing more to the primary that was frozen meanwhile', async () => {
    if (!sentinel) return;
    const key = `${sentinel.prefix}counter`;
    const connection = await connect(`redis+sentinel://${list(sentinel.sentinels)}/${sentinel.name}`);
    const changes: string[] = [];
    connection.onDisconnect(() => changes.push('away'));
    connection.onConnect(() => changes.push('back'));
    const increment = () => connection.run((client) => client.incr(key));
    await increment();
    await eventually(() =>
      connection.run((client) => client.wait(1, 100)).then((copies) => expect(copies).toBeGreaterThan(0)),
    );

    const frozen = pauseProcess(sentinel.servers[0]?.pid ?? 0);
    let acknowledged = 1;
    await vi.waitFor(
      async () => {
        await increment();
        acknowledged += 1;
        expect(connection.connected && changes.includes('back')).toBe(true);
      },
      { timeout: 15_000, interval: 20 },
    );
    frozen.resume();
    for (let i = 0; i < 200; i += 1) {
      // A Sentinel that learns of it later tells it again, and the connection is made anew once more.
      await vi.waitFor(increment, { interval: 5 });
      acknowledged += 1;
    }
    expect(changes.slice(0, 2)).toEqual(['away', 'back']);
    const kept = await connection.run((client) => client.get(key), { idempotent: true });
    expect(Number(kept)).toBeGreaterThanOrEqual(acknowledged);
  });
});

// Beside Sentinel's, and one after the other: one of them kills a node.
describe('Cluster', { skip: !cluster, concurrent: true }, () => {
  const url = () => `redis+cluster://${list(cluster?.nodes ?? [])}`;

  it('reaches every slot as soon as it says that it is connected', { concurrent: false }, async () => {
    const connection = await connect(url());
    const keys = Array.from({ length: 100 }, (_, i) => `${cluster?.prefix}${i}`);
    await Promise.all(keys.map((key) => connection.run((client) => client.set(key, key))));
    expect(connection.client).toBeInstanceOf(Cluster);
    expect(connection.topology).toBe('cluster');
  });

  it('goes on with the replica of a primary that was killed, and no command is done twice', {
    concurrent: false,
  }, async () => {
    if (!cluster) return;
    const connection = await connect(url());
    const keys = Array.from({ length: 20 }, (_, i) => `${cluster.prefix}n${i}`);
    const maybeDone = keys.map(() => 0);
    const increment = async (key: string, i: number) => {
      maybeDone[i] = (maybeDone[i] ?? 0) + 1;
      try {
        await connection.run((client) => client.incr(key));
      } catch (error) {
        // It says that nothing was done.
        if (isGraphkeepError(error) && error.code === 'unavailable') maybeDone[i] = (maybeDone[i] ?? 0) - 1;
      }
    };
    const all = () => Promise.all(keys.map(increment));
    await all();
    await connection.run((client) => client.ping(), { idempotent: true });

    let away = false;
    let back = false;
    connection.onDisconnect(() => (away = true));
    connection.onConnect(() => (back = true));
    const [victim] = cluster.nodes;
    const killed = victim?.stop('SIGKILL');
    await vi.waitFor(
      async () => {
        await all();
        expect(away && back).toBe(true);
      },
      { timeout: 20_000, interval: 20 },
    );
    await killed;
    await all();
    for (const [i, key] of keys.entries()) {
      const value = Number(await connection.run((client) => client.get(key), { idempotent: true }));
      expect(value).toBeLessThanOrEqual(maybeDone[i] ?? 0);
    }
  });

  it('has a subscriber that any node serves', { concurrent: false }, async () => {
    const connection = await connect(url());
    const subscriber = connection.subscriber();
    await eventually(() => expect(subscriber.status).toBe('ready'));
    const got = new Promise((resolve) => subscriber.on('message', (_, text) => resolve(text)));
    await subscriber.subscribe('news');
    await connection.run((client) => client.publish('news', 'here'));
    await expect(got).resolves.toBe('here');
  });
});
