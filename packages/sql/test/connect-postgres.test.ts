import { secretOf } from '@graphkeep/core';
import { tcpProxy } from '@graphkeep/faults';
import { testPostgres } from '@graphkeep/services';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectPostgres, type PostgresConnection } from '../src/index.ts';

const postgres = await testPostgres();
const guard = {
  timeoutMs: 5_000,
  retry: { attempts: 0, delayMs: 1, factor: 1, maxDelayMs: 1 },
  breaker: { failures: 1_000, rate: 1, windowMs: 1_000, halfOpenAfterMs: 1 },
};
const open: PostgresConnection[] = [];
const connect = (url: string) => {
  const connection = connectPostgres({
    url: secretOf(url),
    poolMin: 0,
    poolMax: 2,
    waitMs: 1_000,
    commandMs: 500,
    idleMs: 10_000,
    maxLifetimeMs: 60_000,
    guard,
  });
  open.push(connection);
  return connection;
};
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))));

it('says at once that nobody listens', async () => {
  await expect(connect('postgres://a:b@127.0.0.1:1/c').ping()).rejects.toMatchObject({
    code: 'unavailable',
    message: 'PostgreSQL does not answer.',
  });
});

describe.skipIf(!postgres)('PostgreSQL', () => {
  const through = (port: number) => {
    const url = new URL(postgres?.url ?? '');
    url.port = String(port);
    return url.href;
  };
  const target = () => ({ host: '127.0.0.1', port: Number(new URL(postgres?.url ?? '').port) });

  it('ends a statement at its time-out when the network swallows it, and comes back', async () => {
    await using proxy = await tcpProxy({ target: target() });
    const connection = connect(through(proxy.port));
    await connection.ping();
    proxy.blackHole();
    const began = performance.now();
    await expect(connection.ping()).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(3_000);
    proxy.clear();
    await vi.waitFor(() => connection.ping(), { timeout: 5_000 });
  });

  it('replaces an idle connection that broke', async () => {
    await using proxy = await tcpProxy({ target: target() });
    const connection = connect(through(proxy.port));
    await connection.ping();
    proxy.reset();
    await vi.waitFor(() => connection.ping(), { timeout: 5_000 });
  });
});
