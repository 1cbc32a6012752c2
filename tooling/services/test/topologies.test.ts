import { Cluster, Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { client, ownFolders, untilDead } from './support.ts';

const stores = client(ownFolders());
const [cluster, sentinel] = await Promise.all([stores.testRedisCluster(), stores.testRedisSentinel()]);

describe.skipIf(!cluster)('Redis Cluster', () => {
  test('is written and read over all its slots', async () => {
    const link = new Cluster(cluster?.nodes.map(({ host, port }) => ({ host, port })) ?? []);
    const keys = Array.from({ length: 300 }, (_, index) => `${cluster?.prefix}${index}`);
    await Promise.all(keys.map((key) => link.set(key, key)));
    expect(await Promise.all(keys.map((key) => link.get(key)))).toEqual(keys);
    const sizes = await Promise.all(link.nodes('master').map((node) => node.dbsize()));
    expect(sizes.filter((size) => size > 0)).toHaveLength(3);
    link.disconnect();
  });
});

describe.skipIf(!sentinel)('Redis Sentinel', () => {
  test('leads to a master whose replicas have every write', async () => {
    const { name, prefix, sentinels, servers } = sentinel ?? {
      name: '',
      prefix: '',
      sentinels: [],
      servers: [],
    };
    const link = new Redis({ name, sentinels: sentinels.map(({ host, port }) => ({ host, port })) });
    await link.set(`${prefix}a`, 'kept');
    expect(await link.wait(2, 5000)).toBe(2);
    expect(await link.get(`${prefix}a`)).toBe('kept');
    expect(servers).toHaveLength(3);
    link.disconnect();
  });
});

describe.skipIf(!cluster)('an isolated cluster', () => {
  test('has nodes that can be killed and started one by one', async () => {
    const own = await stores.testRedisCluster({ isolated: true });
    const node = own?.nodes[5];
    const pid = node?.pid;
    expect(own?.nodes.map(({ port }) => port)).not.toContain(cluster?.nodes[0]?.port);
    await node?.stop('SIGKILL');
    await untilDead(pid);
    expect(node?.pid).toBeUndefined();
    await node?.start();
    expect(node?.pid).not.toBe(pid);
    const link = new Redis(node?.port ?? 0);
    expect(await link.cluster('INFO')).toContain('cluster_known_nodes:6');
    link.disconnect();
  });
});
