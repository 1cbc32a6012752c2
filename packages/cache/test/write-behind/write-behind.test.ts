import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { GraphkeepError, secretOf } from '@graphkeep/core';
import { killProcess, startProcess, tcpProxy } from '@graphkeep/faults';
import { testRedis, testRedisCluster } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/redis/connection.ts';
import {
  openWriteBehind,
  type WriteBehind,
  type WriteBehindOptions,
} from '../../src/write-behind/open-write-behind.ts';
import { connected, ownName, placesOf, schemaOf } from '../helpers/suite.ts';

const [redis, cluster] = await Promise.all([testRedis(), testRedisCluster()]);

const connections: RedisConnection[] = [];
afterAll(async () => void (await Promise.all(connections.map((connection) => connection.close()))));
const connect = async (url: string) => {
  const connection = await connected(url);
  connections.push(connection);
  return connection;
};

const QUICKLY = { timeout: 15_000, interval: 5 };

type Options = Partial<WriteBehindOptions<number>>;

for (const place of placesOf(redis, cluster)) {
  const connection = place.missing ? undefined : await place.connect();
  if (connection) connections.push(connection);
  const open = (options: Options) =>
    openWriteBehind<number>(connection, {
      prefix: place.prefix,
      name: ownName(),
      takeOverMs: 1_000,
      ...options,
    });

  describe(`write-behind ${place.name}`, { skip: place.missing, concurrent: true }, () => {
    it('writes what is pushed, in its order, in batches', async () => {
      const batches: number[][] = [];
      const queue = open({
        batchSize: 10,
        write: async (items) => void batches.push(items.map(({ value }) => value)),
      });
      for (let n = 0; n < 35; n += 1) await queue.push(n);
      await eventually(async () =>
        expect(await queue.state()).toEqual({ backlog: 0, dead: 0, oldestMs: null }),
      );
      expect(batches.flat()).toEqual(Array.from({ length: 35 }, (_, n) => n));
      expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(10);
      expect(await queue.close()).toEqual({ left: 0 });
    });

    it('writes all that waits before it closes, and takes no more', async () => {
      const written: number[] = [];
      const queue = open({
        batchSize: 5,
        write: async (items) => void written.push(...items.map(({ value }) => value)),
      });
      await Promise.all(Array.from({ length: 50 }, (_, n) => queue.push(n)));
      expect(await queue.close()).toEqual({ left: 0 });
      expect(written).toHaveLength(50);
      await expect(queue.push(1)).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('counts a push with the same key once', async () => {
      const queue = open({});
      await Promise.all([
        queue.push(1, { key: 'a' }),
        queue.push(1, { key: 'a' }),
        queue.push(2, { key: 'b' }),
      ]);
      expect(await queue.state()).toMatchObject({ backlog: 2 });
      await queue.close();
    });

    it('refuses pushes beyond its backlog, but not those that it has', async () => {
      const queue = open({ maxBacklog: 2 });
      await queue.push(1, { key: 'a' });
      await queue.push(2);
      await expect(queue.push(3)).rejects.toMatchObject({ code: 'overloaded' });
      await queue.push(1, { key: 'a' });
      expect(await queue.close()).toEqual({ left: 2 });
    });

    it('puts a bad entry aside, with its reason, and writes the others of its batch', async () => {
      const written: number[] = [];
      let refuses = true;
      const queue = open({
        maxDeliveries: 2,
        async write(items) {
          if (refuses && items.some(({ value }) => value === 13)) throw new Error('thirteen');
          written.push(...items.map(({ value }) => value));
        },
      });
      await Promise.all([12, 13, 14].map((n) => queue.push(n, { key: `k${n}` })));
      await vi.waitFor(
        async () => expect(await queue.state()).toMatchObject({ backlog: 0, dead: 1 }),
        QUICKLY,
      );
      expect(written.sort()).toEqual([12, 14]);
      const [letter] = await queue.deadLetters.page();
      expect(letter).toMatchObject({ item: { key: 'k13', value: 13 }, reason: 'thirteen' });
      refuses = false;
      expect(await queue.deadLetters.retry(letter?.id ?? '')).toBe(true);
      expect(await queue.deadLetters.retry(letter?.id ?? '')).toBe(false);
      await vi.waitFor(() => expect(written).toContain(13), QUICKLY);
      await queue.close();
      expect(await queue.state()).toMatchObject({ dead: 0 });
    });

    it('waits for a store that is away, however long, and buries nothing', async () => {
      const written: number[] = [];
      let tries = 0;
      const queue = open({
        maxDeliveries: 1,
        async write(items) {
          tries += 1;
          if (tries < 3) throw new GraphkeepError('unavailable', 'The store is away.');
          written.push(...items.map(({ value }) => value));
        },
      });
      await queue.push(1);
      await vi.waitFor(() => expect(written).toEqual([1]), QUICKLY);
      expect(await queue.close()).toEqual({ left: 0 });
      expect(tries).toBe(3);
    });

    it('leaves to others what cannot be written before its close is over', async () => {
      const queue = open({
        write: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
      });
      await queue.push(1);
      await eventually(async () => expect(await queue.state()).toMatchObject({ backlog: 1 }));
      expect(await queue.close({ drainMs: 50 })).toEqual({ left: 1 });
    });

    it('puts entries of another shape aside', async () => {
      const name = ownName();
      const texts: number[] = [];
      const schema = schemaOf((value): number => {
        if (typeof value === 'number') return value;
        throw new TypeError('no number');
      });
      const queue = open({
        name,
        schema,
        write: async (items) => void texts.push(...items.map(({ value }) => value)),
      });
      const loose: WriteBehind<unknown> = connection
        ? openWriteBehind<unknown>(connection, { prefix: place.prefix, name })
        : queue;
      await loose.push('text' as never);
      await queue.push(1);
      await vi.waitFor(
        async () => expect(await queue.state()).toMatchObject({ backlog: 0, dead: 1 }),
        QUICKLY,
      );
      expect(texts).toEqual([1]);
      expect(await queue.deadLetters.page()).toEqual([
        expect.objectContaining({ item: undefined, deliveries: 1 }),
      ]);
      await queue.close();
    });
  });
}

describe('write-behind on Redis', { skip: !redis, concurrent: true }, () => {
  const url = redis?.url ?? '';

  it('begins on a queue that nobody has read, though its guard takes a single failure for an outage', async () => {
    const breaker = { failures: 1, rate: 1, windowMs: 60_000, halfOpenAfterMs: 60_000 };
    const guard = { timeoutMs: 5_000, breaker };
    const limits = { connectMs: 5_000, commandMs: 5_000 };
    const connection = connectRedis({ url: secretOf(url), ...limits, guard });
    connections.push(connection);
    await vi.waitFor(() => expect(connection.connected).toBe(true), QUICKLY);
    const options = { prefix: redis?.prefix ?? '', name: ownName() };
    const producer = openWriteBehind<number>(connection, options);
    await producer.push(7);
    const write = vi.fn(async () => {});
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const consumer = openWriteBehind<number>(connection, { ...options, write, onError });
    await vi.waitFor(() => {
      expect(write, errors.join(', ')).toHaveBeenCalledTimes(1);
    }, QUICKLY);
    await Promise.all([producer.close(), consumer.close()]);
  });

  it('loses nothing when its consumer is killed in the middle of a batch', async () => {
    const prefix = `${redis?.prefix}${ownName()}:`;
    const connection = await connect(url);
    const producer = openWriteBehind<number>(connection, { prefix, name: 'killed' });
    await Promise.all(Array.from({ length: 300 }, (_, n) => producer.push(n, { key: `k${n}` })));
    await using child = await startProcess(
      process.execPath,
      [
        '--conditions=@graphkeep/source',
        fileURLToPath(new URL('consumer-child.ts', import.meta.url)),
        url,
        prefix,
      ],
      { ready: /in the middle/, stdin: 'held' },
    );
    await killProcess(child.pid);
    const before = await connection.client.hlen(`${prefix}written`);
    expect(before).toBeGreaterThanOrEqual(30);
    expect(before).toBeLessThan(300);

    const seen = new Map<string, number>();
    const heir = openWriteBehind<number>(connection, {
      prefix,
      name: 'killed',
      takeOverMs: 300,
      async write(items) {
        for (const { key, value, deliveries } of items) {
          seen.set(key, deliveries);
          await connection.client.hsetnx(`${prefix}written`, key, String(value));
        }
      },
    });
    await eventually(async () => expect(await heir.state()).toMatchObject({ backlog: 0, dead: 0 }));
    expect(await connection.client.hlen(`${prefix}written`)).toBe(300);
    expect([...seen.values()].filter((deliveries) => deliveries > 1).length).toBeGreaterThan(0);
    await Promise.all([producer.close(), heir.close()]);
  });

  /** Consumers in turn; the last one writes. A try too many would bury the entry. */
  const inTurn = async (fails: (options: Options & { name: string }) => Promise<void>) => {
    const options = { prefix: redis?.prefix ?? '', name: ownName(), takeOverMs: 30, maxDeliveries: 1 };
    const connection = await connect(url);
    const producer = openWriteBehind<number>(connection, options);
    await producer.push(7);
    for (let n = 0; n < 3; n += 1) await fails(options);
    const written: unknown[] = [];
    const last = openWriteBehind<number>(connection, {
      ...options,
      write: async (items) => void written.push(...items.map(({ value, deliveries }) => [value, deliveries])),
    });
    await vi.waitFor(async () => expect(await last.state()).toMatchObject({ backlog: 0 }), QUICKLY);
    expect(written).toEqual([[7, 1]]);
    expect(await last.state()).toMatchObject({ dead: 0 });
    await Promise.all([producer.close(), last.close()]);
  };

  it('counts no process that came and died in one outage as a try', () =>
    inTurn(async (options) => {
      const connection = await connect(url);
      const tried = Promise.withResolvers<void>();
      let tries = 0;
      const queue = openWriteBehind<number>(connection, {
        ...options,
        prefix: options.prefix ?? '',
        async write() {
          tries += 1;
          if (tries === 2) tried.resolve();
          throw new GraphkeepError('unavailable', 'The store is away.');
        },
      });
      await tried.promise;
      await connection.close(); // so that its end is never told
      await queue.close({ drainMs: 0 });
    }));

  it('counts no write that a close ended as a try', () =>
    inTurn(async (options) => {
      const connection = await connect(url);
      const began = Promise.withResolvers<void>();
      const queue = openWriteBehind<number>(connection, {
        ...options,
        prefix: options.prefix ?? '',
        async write(_, signal) {
          began.resolve();
          await once(signal, 'abort');
          throw signal.reason;
        },
      });
      await began.promise;
      expect(await queue.close({ drainMs: 0 })).toEqual({ left: 1 });
    }));

  it('puts aside an entry of which each process died', async () => {
    const options = { prefix: redis?.prefix ?? '', name: ownName(), takeOverMs: 30, maxDeliveries: 2 };
    const connection = await connect(url);
    const producer = openWriteBehind<number>(connection, options);
    await producer.push(7);
    const dying: WriteBehind<number>[] = [];
    const over = Promise.withResolvers<void>();
    let deaths = 0;
    for (let n = 1; n <= 2; n += 1) {
      const own = await connect(url);
      dying.push(
        openWriteBehind<number>(own, {
          ...options,
          async write() {
            deaths += 1;
            await own.close();
            await over.promise;
          },
        }),
      );
      await vi.waitFor(() => expect(deaths).toBe(n), QUICKLY);
    }
    const heir = openWriteBehind<number>(connection, { ...options, write: async () => expect.unreachable() });
    await vi.waitFor(async () => expect(await heir.state()).toMatchObject({ backlog: 0, dead: 1 }), QUICKLY);
    over.resolve();
    await Promise.all([producer, heir, ...dying].map((queue) => queue.close({ drainMs: 0 })));
  });

  it('goes on after its connection was cut, and a push with a key is made once', async () => {
    await using proxy = await tcpProxy({ target: { host: '127.0.0.1', port: Number(new URL(url).port) } });
    const connection = await connect(`redis://127.0.0.1:${proxy.port}`);
    const written = new Map<string, number>();
    const queue = openWriteBehind<number>(connection, {
      prefix: redis?.prefix ?? '',
      name: ownName(),
      takeOverMs: 300,
      write: async (items) => {
        for (const { key } of items) written.set(key, (written.get(key) ?? 0) + 1);
      },
    });
    const push = async (n: number) => {
      await vi.waitFor(() => queue.push(n, { key: `k${n}` }), { timeout: 10_000, interval: 5 });
      if (n % 20 === 10) proxy.reset();
    };
    for (let n = 0; n < 100; n += 1) await push(n);
    await eventually(async () => expect(await queue.state()).toMatchObject({ backlog: 0 }));
    expect(written.size).toBe(100);
    await queue.close();
  });
});
