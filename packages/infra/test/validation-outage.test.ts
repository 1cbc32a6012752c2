import { type TcpProxy, tcpProxy } from '@graphkeep/faults';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testPostgres, testRedis } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { infraDomain, validate } from '../src/index.ts';

const [postgres, redis] = [await testPostgres(), await testRedis()];

const through = async (address: string): Promise<{ readonly proxy: TcpProxy; readonly url: string }> => {
  const url = new URL(address);
  const proxy = await tcpProxy({ target: { host: url.hostname, port: Number(url.port) } });
  url.port = String(proxy.port);
  return { proxy, url: url.href };
};
const cutOff = (proxy: TcpProxy): void => {
  proxy.refuse();
  proxy.reset();
};

describe.skipIf(!postgres || !redis)('an installation of which is cut off', { timeout: 60_000 }, () => {
  let sql: TcpProxy;
  let cache: TcpProxy;
  let opened: TestPlatform<typeof infraDomain.graph>;
  const estate = () => opened.as({ id: 'test', scopes: ['*'] });

  beforeAll(async () => {
    const [rows, values] = [await through(postgres?.url ?? ''), await through(redis?.url ?? '')];
    sql = rows.proxy;
    cache = values.proxy;
    opened = await openTestPlatform({
      ...infraDomain,
      environment: { DATABASE_URL: rows.url, REDIS_URL: values.url },
    });
    expect((await validate(estate())).counts).toMatchObject({ failed: 0, error: 0 });
  }, 60_000);
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    await sql?.[Symbol.asyncDispose]();
    await cache?.[Symbol.asyncDispose]();
  });

  it('the SQL store says so, and looks at the rest', async () => {
    cutOff(sql);
    const report = await validate(estate());
    expect(report.checks.filter(({ result }) => result === 'failed').map(({ name }) => name)).toEqual([
      'the SQL store answers',
    ]);
    const notLooked = report.checks.filter(({ result }) => result === 'error');
    expect(notLooked.length).toBeGreaterThan(10);
    for (const { details } of notLooked)
      expect(details).toBe('The SQL store does not answer: this was not looked at.');
    expect(report.checks[0]?.name).toBe('the SQL store answers');
    expect(
      report.checks.filter(({ category }) => category === 'graph quality').map(({ result }) => result),
    ).toEqual(Array(5).fill('passed'));
    expect(report).toMatchObject({ kept: false, since: null });

    sql.clear();
    await expect.poll(async () => (await validate(estate())).counts.error, { timeout: 20_000 }).toBe(0);
  });

  it('the cache says so, and finds nothing else', async () => {
    const found = async () =>
      (await validate(estate(), { categories: ['connectivity'] })).checks
        .filter(({ result }) => result !== 'passed')
        .map(({ name, result }) => `${result}: ${name}`);
    cutOff(cache);
    expect(await found()).toEqual(['failed: the cache keeps values']);
    cache.clear();
    await expect.poll(found, { timeout: 20_000 }).toEqual([]);
  });
});
