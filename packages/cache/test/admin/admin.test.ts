import { deflateSync, gzipSync } from 'node:zlib';
import { secretOf } from '@graphkeep/core';
import { pauseProcess } from '@graphkeep/faults';
import { testRedis, testRedisCluster } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type CacheAdmin, type CacheAdminOptions, openCacheAdmin } from '../../src/admin/index.ts';
import { cacheType, defineCacheTypes, openCache } from '../../src/index.ts';
import type { RedisConnection } from '../../src/redis/connection.ts';
import { connected, ownName } from '../helpers/suite.ts';

const [redis, cluster, own] = await Promise.all([
  testRedis(),
  testRedisCluster(),
  testRedis({ isolated: true }),
]);
const clusterUrl = `redis+cluster://${cluster?.nodes.map(({ host, port }) => `${host}:${port}`).join()}`;

interface Owned {
  readonly owner?: string;
  readonly session?: string;
  readonly text?: string;
}
const tags = ({ owner, session }: Owned) => [
  ...(owner === undefined ? [] : [`player:${owner}`]),
  ...(session === undefined ? [] : [`session:${session}`]),
];
const types = defineCacheTypes({
  session: cacheType<Owned>({ ttl: '24h', tags }),
  character: cacheType<Owned>({ ttl: '2h', tags }),
  progress: cacheType<Owned>({ ttl: '7d', tags, compress: '1kb' }),
});

const open: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of open.reverse()) await close();
});

const connections = new Map<string, Promise<RedisConnection>>();
const connectionTo = (url: string): Promise<RedisConnection> => {
  const connection = connections.get(url) ?? connected(url, url === own?.url ? 500 : undefined);
  if (!connections.has(url)) open.push(async () => (await connection).close());
  connections.set(url, connection);
  return connection;
};

const setUp = async (url: string, options: Partial<CacheAdminOptions> = {}) => {
  const connection = await connectionTo(url);
  const app = `admin-${ownName()}`;
  const cache = openCache({ types, app, env: 'test', redis: connection });
  open.push(() => cache.close());
  await vi.waitFor(() => expect(cache.snapshot().redis).toMatchObject({ state: 'ready', followed: true }), {
    timeout: 10_000,
    interval: 5,
  });
  const admin = openCacheAdmin({ connection, app, env: 'test', cache, ...options });
  return { connection, app, cache, admin, prefix: `${app}:test:` };
};

/** Two players, each with a session, a character and progress. */
const fill = async ({ cache }: Awaited<ReturnType<typeof setUp>>) => {
  for (const owner of ['ada', 'bob']) {
    const session = `ses_${owner}`;
    await cache.session.set(session, { owner, session });
    await cache.character.set(`chr_${owner}`, { owner, session });
    await cache.progress.set(`prg_${owner}`, { owner, text: 'x'.repeat(20_000) });
  }
};
const clean = async (admin: CacheAdmin, ...selection: Parameters<CacheAdmin['clean']['plan']>) =>
  admin.clean.remove((await admin.clean.plan(...selection)).confirm);

const places = [
  { name: 'on Redis', missing: !redis, url: redis?.url ?? '' },
  { name: 'on a Cluster', missing: !cluster, url: clusterUrl },
];

for (const place of places) {
  describe(`admin ${place.name}`, { skip: place.missing, concurrent: true }, () => {
    it('plans without touching anything, and removes what was planned, everywhere', async () => {
      const setting = await setUp(place.url);
      const { cache, admin } = setting;
      await fill(setting);
      const { report, confirm } = await admin.clean.plan({ subjects: { player: ['ada'] } });
      expect(report).toMatchObject({ dryRun: true, complete: true, scanned: 6, matched: 3, removed: 0 });
      expect(report.byReason).toEqual({ player: expect.objectContaining({ matched: 3 }) });
      expect(Object.keys(report.byType).sort()).toEqual(['character', 'progress', 'session']);
      expect(report.examples).toHaveLength(3);
      expect(await cache.session.get('ses_ada')).toBeDefined();

      const done = await admin.clean.remove(confirm);
      expect(done).toMatchObject({ dryRun: false, matched: 3, removed: 3, replaced: 0 });
      await eventually(async () => expect(await cache.session.get('ses_ada')).toBeUndefined());
      expect(await cache.session.get('ses_bob')).toBeDefined();
    });

    it('takes by session, by type, by age, and leaves types that are excepted', async () => {
      const setting = await setUp(place.url);
      const { admin } = setting;
      await fill(setting);
      const matched = async (selection: Parameters<CacheAdmin['clean']['plan']>[0]) =>
        (await admin.clean.plan(selection)).report.byReason;
      expect(await matched({ subjects: { session: ['ses_ada'] } })).toMatchObject({
        session: { matched: 2 },
      });
      expect(await matched({ types: ['character'], everything: true })).toMatchObject({
        everything: { matched: 2 },
      });
      expect(await matched({ tags: ['player:bob'], exceptTypes: ['progress'] })).toMatchObject({
        tag: { matched: 2 },
      });
      expect(await matched({ olderThanMs: 60_000 })).toEqual({});
      await eventually(async () =>
        expect(await matched({ olderThanMs: 5 })).toMatchObject({ age: { matched: 6 } }),
      );
    });

    it('keeps a write that came between the look and the removal', async () => {
      let rewrite = async () => {};
      const setting = await setUp(place.url, {
        exists: async (entries) => {
          if (entries.some(({ id }) => id === 'chr_ada')) await rewrite();
          return entries.map(() => false);
        },
      });
      const { cache, connection, prefix, admin } = setting;
      await fill(setting);
      for (const id of ['chr_ada', 'chr_bob'])
        await age(connection.client, `${prefix}v1:character:${id}`, 120_000);
      const { confirm } = await admin.clean.plan({ orphans: true });
      rewrite = async () => void (await cache.character.set('chr_ada', { text: 'new' }));
      const report = await admin.clean.remove(confirm);
      expect(report).toMatchObject({ removed: 1, replaced: 1 });
      expect(await cache.character.get('chr_ada')).toEqual({ text: 'new' });
    });

    it('tells how much there is, and for how long', async () => {
      const setting = await setUp(place.url);
      const { cache, admin } = setting;
      await fill(setting);
      await cache.session.delete('ses_bob');
      await cache.session.get('ses_ada');
      await cache.session.get('none');
      const statistics = await admin.statistics();
      expect(statistics).toMatchObject({
        complete: true,
        entries: 5,
        tombstones: 1,
        broken: 0,
        compressed: 2,
      });
      expect(statistics.byType['session']).toMatchObject({
        entries: 1,
        tombstones: 1,
        ttl: { 'under 1 d': 1 },
      });
      expect(statistics.byType['progress']).toMatchObject({ ttl: { 'under 7 d': 2 } });
      expect(statistics.rawBytes).toBeGreaterThan(40_000);
      expect(statistics.bytes).toBeLessThan(10_000);
      expect(statistics.hitRates?.['session']).toEqual({ all: 0.5, memory: 0.5, redis: 0 });
      expect(statistics.servers.length).toBe(place.name === 'on Redis' ? 1 : 3);
      expect(statistics.servers[0]?.usedBytes).toBeGreaterThan(100_000);
    });

    it('goes on where its time was over', async () => {
      const setting = await setUp(place.url);
      const { cache, admin } = setting;
      await cache.session.setMany(Array.from({ length: 300 }, (_, n) => [`s${n}`, { text: 'x' }] as const));
      let from: string | undefined;
      let matched = 0;
      let runs = 0;
      do {
        const batch = { batchSize: 50, timeBudgetMs: 1 };
        const { report } = await admin.clean.plan({ everything: true }, { ...batch, ...(from && { from }) });
        expect(report.error).toBeUndefined();
        matched += report.matched;
        from = report.next;
        runs += 1;
      } while (from !== undefined);
      expect(matched).toBeGreaterThanOrEqual(300);
      expect(runs).toBeGreaterThan(1);
    });
  });
}

describe('admin', { skip: !redis, concurrent: true }, () => {
  const url = redis?.url ?? '';

  it('finds orphans, of the subjects that are old enough, and removes none when it cannot be told', async () => {
    let asked: readonly { type: string; id: string }[] = [];
    let fails = false;
    const setting = await setUp(url, {
      exists: async (entries) => {
        if (fails) throw new Error('the graph is away');
        asked = entries;
        return entries.map(({ id }) => id !== 'chr_ada');
      },
    });
    const { connection, prefix, admin } = setting;
    await fill(setting);
    const selection = { orphans: true, types: ['character'] };
    expect((await admin.clean.plan(selection)).report.matched).toBe(0);
    expect(asked).toEqual([]);
    // As if they had been cached two minutes ago.
    for (const id of ['chr_ada', 'chr_bob'])
      await age(connection.client, `${prefix}v1:character:${id}`, 120_000);
    const { report, confirm } = await admin.clean.plan(selection);
    expect(report.byReason).toEqual({ orphan: expect.objectContaining({ matched: 1 }) });
    expect(report.examples).toEqual([`${prefix}v1:character:chr_ada`]);
    fails = true;
    expect(await admin.clean.remove(confirm)).toMatchObject({
      removed: 0,
      complete: false,
      error: expect.stringContaining('the graph is away'),
    });
    fails = false;
    expect(await admin.clean.remove(confirm)).toMatchObject({ removed: 1, complete: true });
  });

  it('takes away what cannot be read, and nothing that can', async () => {
    const setting = await setUp(url);
    const { connection, prefix, admin } = setting;
    await fill(setting);
    await connection.client.set(`${prefix}v1:session:foreign`, '{"json":true}');
    const broken = `${prefix}v1:progress:prg_ada`;
    await connection.client.setrange(broken, (await connection.client.strlen(broken)) - 3, '!!!');
    expect(await clean(admin, { broken: true })).toMatchObject({
      matched: 2,
      removed: 2,
      byReason: { broken: { removed: 2 } },
    });
    expect((await admin.statistics()).entries).toBe(5);
  });

  it('obeys no confirmation that is changed, for another place, or of another process', async () => {
    const setting = await setUp(url);
    const { admin, connection } = setting;
    const { confirm } = await admin.clean.plan({ everything: true });
    const [body = '', signature] = confirm.split('.');
    const wider = Buffer.from(
      Buffer.from(body, 'base64url').toString().replace('"atMost":', '"atMost":9'),
    ).toString('base64url');
    await expect(admin.clean.remove(`${wider}.${signature}`)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(admin.clean.remove('')).rejects.toMatchObject({ code: 'forbidden' });
    const elsewhere = openCacheAdmin({ connection, app: 'other', env: 'test' });
    await expect(elsewhere.clean.remove(confirm)).rejects.toMatchObject({ code: 'forbidden' });

    const secret = secretOf('one for all');
    const [here, there, other] = ['a', 'a', 'b'].map((app) =>
      openCacheAdmin({ connection, app, env: 'test', secret }),
    );
    const shared = (await here?.clean.plan({ everything: true }))?.confirm ?? '';
    expect(await there?.clean.remove(shared)).toMatchObject({ complete: true });
    await expect(other?.clean.remove(shared)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('a:test:'),
    });
  });

  it('remembers a removal for longer than the longest load of the types', async () => {
    const slow = defineCacheTypes({ ...types, slow: cacheType<Owned>({ ttl: '1h', hardTimeout: '2m' }) });
    const lifeOfRemoval = async (options: Partial<CacheAdminOptions>) => {
      const { cache, admin, connection, prefix } = await setUp(url, options);
      await cache.session.set('a', {});
      expect(await clean(admin, { everything: true })).toMatchObject({ removed: 1 });
      return connection.client.pttl(`${prefix}v1:session:a`);
    };
    expect(await lifeOfRemoval({})).toBeGreaterThan(20_000);
    expect(await lifeOfRemoval({ types: slow })).toBeGreaterThan(120_000);
  });

  it('stops before it takes many more than were confirmed', async () => {
    const setting = await setUp(url);
    const { cache, admin } = setting;
    await fill(setting);
    const { confirm } = await admin.clean.plan({ everything: true });
    await cache.session.setMany(Array.from({ length: 400 }, (_, n) => [`s${n}`, { text: 'x' }] as const));
    const report = await admin.clean.remove(confirm, { batchSize: 20 });
    expect(report).toMatchObject({ complete: false, error: expect.stringContaining('plan anew') });
    expect(report.removed).toBeLessThanOrEqual(106);
  });

  it('asks for a reason, and for `exists` where it needs it', async () => {
    const { admin } = await setUp(url);
    await expect(admin.clean.plan({ types: ['session'] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(admin.clean.plan({ orphans: true })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'orphans',
    });
    await expect(admin.clean.plan({ everything: true }, { from: 'x' })).resolves.toMatchObject({
      report: { complete: false, error: expect.stringContaining('`next`') },
    });
  });

  it('looks at no key of anybody else, whatever is in the names', async () => {
    const first = await setUp(url);
    await first.cache.session.set('a', {});
    const admin = openCacheAdmin({ connection: first.connection, app: '*', env: '*' });
    expect((await admin.clean.plan({ everything: true })).report.scanned).toBe(0);
  });

  it('warms with so many loads at once, in one process at a time', async () => {
    const { cache, admin } = await setUp(url);
    const gate = Promise.withResolvers<void>();
    let running = 0;
    let most = 0;
    const load = (n: number) =>
      cache.session.getOrLoad(`s${n}`, async () => {
        running += 1;
        most = Math.max(most, running);
        await gate.promise;
        await new Promise(setImmediate);
        running -= 1;
        if (n === 7) throw new Error('no seventh');
        return {};
      });
    const items = Array.from({ length: 20 }, (_, n) => n);
    const options = { name: 'all', items, load, concurrency: 3 };
    const first = admin.warm(options);
    await eventually(() => expect(running).toBe(3));
    expect(await admin.warm(options)).toMatchObject({ led: false, warmed: 0, complete: false });
    gate.resolve();
    expect(await first).toMatchObject({
      led: true,
      warmed: 19,
      failed: 1,
      firstError: 'no seventh',
      complete: true,
    });
    expect(most).toBe(3);
    expect(await cache.session.get('s3')).toEqual({});
  });

  it('stops warming when its time is over', async () => {
    const { admin } = await setUp(url);
    const endless = (function* () {
      for (;;) yield 1;
    })();
    const load = () => new Promise((resolve) => setImmediate(resolve));
    const report = await admin.warm({ name: 'endless', items: endless, load, timeBudgetMs: 50 });
    expect(report).toMatchObject({ led: true, complete: false });
    expect(report.warmed).toBeGreaterThan(0);
  });

  describe('older layouts', () => {
    const older = (prefix: string) => ({
      keyPrefix: prefix,
      map: ({ rest, value }: { rest: string; value: unknown }) => {
        if (typeof value !== 'object' || value === null) throw new TypeError('no object');
        return 'session_id' in value
          ? { id: `ses_${rest}`, data: { text: String(value.session_id) } }
          : undefined;
      },
    });

    const fillOlder = async (setting: Awaited<ReturnType<typeof setUp>>) => {
      const prefix = `old:${ownName()}:`;
      const { client } = setting.connection;
      const json = (id: string) => JSON.stringify({ session_id: id });
      await client.set(`${prefix}plain`, json('plain'), 'PX', 60_000);
      await client.set(`${prefix}gzip`, gzipSync(json('gzip')));
      await client.set(`${prefix}zlib`, deflateSync(json('zlib')));
      await client.set(`${prefix}other`, '{"x":1}');
      await client.set(`${prefix}broken`, Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5]));
      return prefix;
    };

    it('are read and written anew, and stay until it is confirmed', async () => {
      const setting = await setUp(url);
      const { cache, admin, connection } = setting;
      const layout = older(await fillOlder(setting));
      const { report, confirm } = await admin.older.plan({ layout });
      expect(report).toMatchObject({
        dryRun: true,
        scanned: 5,
        adopted: 3,
        skipped: 1,
        broken: 1,
        removed: 0,
      });
      expect(report.examples).toEqual([{ key: `${layout.keyPrefix}broken`, reason: expect.any(String) }]);
      const write = ({ id, data }: { id: string; data: Owned }) => cache.session.set(id, data);
      expect(await admin.older.adopt({ layout, write })).toMatchObject({ adopted: 3, removed: 0 });
      for (const id of ['plain', 'gzip', 'zlib'])
        expect(await cache.session.get(`ses_${id}`)).toEqual({ text: id });
      expect(await admin.older.adopt({ layout, write, removeOlder: confirm })).toMatchObject({
        adopted: 3,
        removed: 3,
      });
      expect(await connection.client.exists(`${layout.keyPrefix}plain`)).toBe(0);
      expect(await connection.client.exists(`${layout.keyPrefix}other`)).toBe(1);
    });

    it('are read through when they are asked for', async () => {
      const setting = await setUp(url);
      const read = setting.admin.older.reader(older(await fillOlder(setting)));
      const loaded = await setting.cache.session.getOrLoad(
        'ses_gzip',
        async () => (await read('gzip'))?.data,
      );
      expect(loaded).toEqual({ text: 'gzip' });
      expect(await read('nowhere')).toBeUndefined();
    });

    it('are never the keys of the cache itself', async () => {
      const { admin, app } = await setUp(url);
      await expect(admin.older.plan({ layout: { keyPrefix: app, map: () => 1 } })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'keyPrefix',
      });
    });
  });
});

it.skipIf(!redis)('obeys no confirmation that is over', async () => {
  const { admin } = await setUp(redis?.url ?? '');
  const { confirm } = await admin.clean.plan({ everything: true });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
  await expect(admin.clean.remove(confirm)).rejects.toMatchObject({
    message: expect.stringContaining('good until'),
  });
  vi.useRealTimers();
});

describe.skipIf(!own)('the health of a cache', () => {
  it('is told, and what is wrong with it', async () => {
    const { admin } = await setUp(own?.url ?? '');
    expect(await admin.health({ slowMs: 5_000 })).toMatchObject({
      status: 'healthy',
      reasons: [],
      ping: { ok: true },
      probe: { ok: true },
      link: 'ready',
    });
    expect((await admin.health({ slowMs: 0 })).status).toBe('degraded');
    using _frozen = pauseProcess(own?.pid ?? 0);
    const began = performance.now();
    expect(await admin.health()).toMatchObject({ status: 'down', ping: { ok: false }, probe: { ok: false } });
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('is degraded where it can be read and not written', async () => {
    const { admin, connection } = await setUp(own?.url ?? '');
    await connection.client.config('SET', 'maxmemory', '1', 'maxmemory-policy', 'noeviction');
    const health = await admin.health({ slowMs: 5_000 });
    await connection.client.config('SET', 'maxmemory', '0');
    expect(health).toMatchObject({ status: 'degraded', ping: { ok: true }, probe: { ok: false } });
    expect(health.reasons.join()).toContain('no memory left');
  });
});

/** Sets back when an entry says that it was made. Its check-sum is then wrong, unless it is made anew. */
const age = async (client: RedisConnection['client'], key: string, ms: number): Promise<void> => {
  const { crc32 } = await import('node:zlib');
  const entry = await client.getBuffer(key);
  if (entry === null) throw new Error(`There is no ${key}.`);
  const bodyAt = 32 + 16 * entry.readUInt16BE(26);
  entry.writeUIntBE(entry.readUIntBE(bodyAt + 2, 6) - ms, bodyAt + 2, 6);
  entry.writeUInt32BE(crc32(entry.subarray(bodyAt)), 28);
  await client.set(key, entry, 'KEEPTTL');
};
