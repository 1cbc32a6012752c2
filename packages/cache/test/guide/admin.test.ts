import { cacheType, connectRedis, defineCacheTypes, openCache } from '@graphkeep/cache';
import { openCacheAdmin } from '@graphkeep/cache/admin';
import { secretOf } from '@graphkeep/core';
import { testRedis } from '@graphkeep/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const redis = await testRedis();

describe.skipIf(!redis)('operations', () => {
  const { url = '', prefix = '' } = redis ?? {};
  const app = prefix.replace(':', '');
  const env = 'guide';
  const connection = connectRedis({
    url: secretOf(url),
    connectMs: 2_000,
    commandMs: 2_000,
    guard: { timeoutMs: 5_000 },
  });
  const gone = new Set<string>();
  const database = { missing: async (ids: readonly string[]) => ids.map((id) => gone.has(id)) };
  const secret = secretOf('the same in every process');

  //#region types
  const types = defineCacheTypes({
    reader: cacheType<{ name: string }>({ ttl: '24h' }),
    loan: cacheType<{ readerId: string; isbn: string }>({
      ttl: '2h',
      tags: ({ readerId }) => [`reader:${readerId}`],
    }),
  });
  //#endregion
  // Entries that are two minutes old: what is young is no orphan yet.
  const cache = openCache({ types, app, env, redis: connection, now: () => Date.now() - 120_000 });
  //#region open
  const admin = openCacheAdmin({
    connection,
    app, // those of the cache
    env,
    types,
    cache, // for the hit rates of this process, and its way to Redis
    exists: async (entries) => {
      const missing = await database.missing(entries.map(({ id }) => id));
      return missing.map((one) => !one);
    },
    secret, // signs what is confirmed; the same in all processes
  });
  //#endregion

  beforeAll(async () => {
    await vi.waitFor(() => expect(cache.snapshot().redis).toMatchObject({ state: 'ready', followed: true }), {
      timeout: 10_000,
    });
  });
  beforeEach(async () => {
    gone.clear();
    await cache.reader.set('rea_ada', { name: 'Ada' });
    await cache.loan.set('loa_1', { readerId: 'rea_ada', isbn: '1' });
    await cache.loan.set('loa_2', { readerId: 'rea_bob', isbn: '2' });
  });
  afterAll(async () => {
    await cache.close();
    await connection.close();
  });

  it('removes what was planned', async () => {
    //#region plan
    const { report, confirm } = await admin.clean.plan({ subjects: { reader: ['rea_ada'] } });
    const { matched, bytes, byType, byReason, examples } = report; // nothing is taken away yet
    //#endregion
    expect({ matched, byType, byReason }).toMatchObject({
      matched: 2,
      byType: { reader: { matched: 1 }, loan: { matched: 1 } },
      byReason: { reader: { matched: 2 } },
    });
    expect([examples.length, bytes > 0]).toEqual([2, true]);
    //#region remove
    const { removed, replaced, complete } = await admin.clean.remove(confirm);
    //#endregion
    expect({ removed, replaced, complete }).toEqual({ removed: 2, replaced: 0, complete: true });
    await cache.caughtUp();
    expect(await cache.reader.get('rea_ada')).toBeUndefined();
    expect(await cache.loan.get('loa_2')).toBeDefined();
  });

  it('finds orphans', async () => {
    gone.add('loa_2');
    //#region orphans
    const orphans = await admin.clean.plan({ orphans: true, types: ['loan'] });
    await admin.clean.remove(orphans.confirm);
    //#endregion
    expect(orphans.report).toMatchObject({ matched: 1, byReason: { orphan: { matched: 1 } } });
    await cache.caughtUp();
    expect(await cache.loan.get('loa_2')).toBeUndefined();
  });

  it('goes on where it stopped', async () => {
    const shown: number[] = [];
    //#region budget
    const selection = { olderThanMs: 60_000, exceptTypes: ['reader'] };
    let from: string | undefined;
    do {
      const { report } = await admin.clean.plan(selection, {
        timeBudgetMs: 5_000,
        batchSize: 200,
        onProgress: ({ scanned }) => shown.push(scanned),
        ...(from && { from }),
      });
      from = report.next; // undefined at the end
    } while (from !== undefined);
    //#endregion
    expect(shown.at(-1)).toBeGreaterThanOrEqual(2);
  });

  it('tells how much there is', async () => {
    //#region statistics
    const { entries, bytes, rawBytes, byType, servers, hitRates } = await admin.statistics();
    const { ttl, oldestMs, tombstones } = byType['loan'] ?? {}; // ttl: { 'under 6 h': 2 }
    //#endregion
    expect([entries, ttl, tombstones]).toEqual([3, { 'under 6 h': 2 }, 0]);
    expect(oldestMs).toBeGreaterThan(100_000);
    expect([bytes > 0, rawBytes > 0, servers.length, hitRates !== null]).toEqual([true, true, 1, true]);
  });

  it('warms', async () => {
    const ids = ['rea_1', 'rea_2', 'rea_3'];
    const load = async (id: string) => ({ name: id });
    //#region warm
    const report = await admin.warm({
      name: 'readers', // one process at a time
      items: ids,
      load: (id) => cache.reader.getOrLoad(id, () => load(id)),
      concurrency: 8,
      timeBudgetMs: 30_000,
    });
    // { led: true, warmed: 3, failed: 0, complete: true, … }
    //#endregion
    expect(report).toMatchObject({ led: true, warmed: 3, failed: 0, complete: true });
  });

  it('says how it is', async () => {
    //#region health
    const { status, reasons, ping, probe, link } = await admin.health({ slowMs: 5_000 });
    // 'healthy', no reasons; 'degraded' and 'down' come with sentences
    //#endregion
    expect({ status, reasons, link }).toEqual({ status: 'healthy', reasons: [], link: 'ready' });
    expect([ping.ok, probe.ok]).toEqual([true, true]);
  });

  it('takes over what other writers left', async () => {
    const keyPrefix = `${prefix}old:`;
    await connection.client.set(`${keyPrefix}ada`, JSON.stringify({ full_name: 'Ada' }));
    await connection.client.set(`${keyPrefix}other`, JSON.stringify([1]));
    //#region layout
    const layout = {
      keyPrefix, // all that begins so, JSON as it is or compressed by gzip, zlib or zstd
      map: ({ rest, value }: { rest: string; value: unknown }) =>
        typeof value === 'object' && value !== null && 'full_name' in value
          ? { id: `rea_${rest}`, reader: { name: String(value.full_name) } }
          : undefined, // none of ours
    };
    //#endregion
    //#region read-through
    const older = admin.older.reader(layout);
    await cache.reader.getOrLoad('rea_ada', async () => (await older('ada'))?.reader);
    //#endregion
    //#region adopt
    const { report, confirm } = await admin.older.plan({ layout }); // adopted: 1, skipped: 1, broken: 0
    const { adopted, removed } = await admin.older.adopt({
      layout,
      write: ({ id, reader }) => cache.reader.set(id, reader),
      removeOlder: confirm, // without it, they stay where they are
    });
    //#endregion
    expect(report).toMatchObject({ dryRun: true, adopted: 1, skipped: 1, broken: 0 });
    expect([adopted, removed]).toEqual([1, 1]);
    expect(await cache.reader.get('rea_ada')).toEqual({ name: 'Ada' });
    expect(await connection.client.exists(`${keyPrefix}ada`, `${keyPrefix}other`)).toBe(1);
  });
});
