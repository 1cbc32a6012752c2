import { secretOf } from '@graphkeep/core';
import { tcpProxy } from '@graphkeep/faults';
import { testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/redis/connection.ts';

const redis = await testRedis();
const guard = {
  timeoutMs: 5_000,
  retry: { attempts: 0, delayMs: 1, factor: 1, maxDelayMs: 1 },
  breaker: { failures: 1_000, rate: 1, windowMs: 1_000, halfOpenAfterMs: 1 },
};
const open: RedisConnection[] = [];
const connect = (url: string | { reveal(): string }) => {
  const connection = connectRedis({
    url: typeof url === 'string' ? secretOf(url) : url,
    connectMs: 1_000,
    commandMs: 500,
    guard,
  });
  open.push(connection);
  return connection;
};
const comesUp = (connection: RedisConnection) => eventually(() => connection.ping());
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))));

it('says at once that nobody listens, and throws nothing by itself', async () => {
  await expect(connect('redis://127.0.0.1:1').ping()).rejects.toMatchObject({
    code: 'unavailable',
    message: 'Redis does not answer.',
  });
});

describe.skipIf(!redis)('Redis', () => {
  const target = () => ({ host: '127.0.0.1', port: Number(new URL(redis?.url ?? '').port) });

  it('ends a command at its time-out when the network swallows it, and comes back', async () => {
    await using proxy = await tcpProxy({ target: target() });
    const connection = connect(`redis://127.0.0.1:${proxy.port}`);
    await comesUp(connection);
    proxy.blackHole();
    const began = performance.now();
    await expect(connection.ping()).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(2_000);
    proxy.clear();
    await comesUp(connection);
  });

  it('takes a new password at the next reconnection, with no restart', async () => {
    const admin = new Redis(target().port);
    const user = `user-${process.pid}`;
    const setPassword = (password: string) =>
      admin.call('ACL', 'SETUSER', user, 'reset', 'on', `>${password}`, '+ping', '+info', '+client');
    await setPassword('first');
    await using proxy = await tcpProxy({ target: target() });
    let password = 'first';
    const connection = connect({ reveal: () => `redis://${user}:${password}@127.0.0.1:${proxy.port}` });
    await comesUp(connection);
    await setPassword('second');
    password = 'second';
    proxy.reset();
    await comesUp(connection);
    await admin.call('ACL', 'DELUSER', user);
    admin.disconnect();
  });

  it('says that the login is refused', async () => {
    const connection = connect(`redis://nobody:wrong@127.0.0.1:${target().port}`);
    await eventually(() =>
      expect(connection.ping()).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('Redis refuses the login: WRONGPASS'),
      }),
    );
  });
});
