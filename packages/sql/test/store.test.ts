import { Deadline, newRequestId, runInContext } from '@graphkeep/core';
import { testPostgres } from '@graphkeep/services';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertRows, openSqlMigrator, type SqlMigration, type SqlStore } from '../src/index.ts';
import { open, READINGS, type Tables } from './stores.ts';

const postgres = await testPostgres();
const engines = [
  { name: 'embedded', url: 'memory:' },
  ...(postgres ? [{ name: 'postgres', url: postgres.url }] : []),
];

const within = <T>(ms: number, work: () => Promise<T>): Promise<T> =>
  runInContext({ requestId: newRequestId(), deadline: Deadline.after(ms) }, work);

describe.each(engines)('the store on $name', ({ name, url }) => {
  let store: SqlStore<Tables>;
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second, 123));
  const count = () =>
    store.read(async (db) => {
      const { n } = await db
        .selectFrom('readings')
        .select((all) => all.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return n;
    });

  beforeAll(async () => {
    store = open(url);
    await store.write((trx) => sql.raw(READINGS).execute(trx));
  });
  beforeEach(() => store.write((trx) => trx.deleteFrom('readings').execute()));
  afterAll(() => store.close());

  it('gives back what was put in, as the same kinds of values', async () => {
    const row = {
      time: at(1),
      service: 'api "one", {two}\\',
      cpu: 0.1,
      pods: 2 ** 40,
      cost: 12.5,
      tags: ['a', 'b,"c"', 'd\\e', ''],
      details: { deep: [1, { x: null }] },
    };
    const empty = { time: at(2), service: 'b', cpu: null, pods: null, cost: null, tags: null, details: null };
    await insertRows(store, [row, empty], { table: 'readings', columns });
    const rows = await store.read((db) => db.selectFrom('readings').selectAll().orderBy('time').execute());
    expect(rows).toEqual([row, empty]);
    const { rows: kinds } = await store.read((db) =>
      sql`SELECT count(*) AS n, sum(pods) AS s, date '2026-03-29' AS day, 9007199254740993 AS large, 'NaN'::float8 AS nan FROM readings`.execute(
        db,
      ),
    );
    expect(kinds).toEqual([
      { n: 2, s: 2 ** 40, day: '2026-03-29', large: 9007199254740993n, nan: Number.NaN },
    ]);
  });

  it('keeps all of a write or nothing', async () => {
    await expect(
      store.write(async (trx) => {
        await trx.insertInto('readings').values(plain(1)).execute();
        throw new RangeError('on purpose');
      }),
    ).rejects.toThrow('on purpose');
    expect(await count()).toBe(0);
    await store.write((trx) => trx.insertInto('readings').values(plain(1)).execute());
    expect(await count()).toBe(1);
  });

  it('says what is there already, and what is no value of a column', async () => {
    const insert = (row: ReturnType<typeof plain>) =>
      store.write((trx) => trx.insertInto('readings').values(row).execute());
    await insert(plain(1));
    await expect(insert(plain(1))).rejects.toMatchObject({
      code: 'already_exists',
      field: 'service, "time"',
    });
    await expect(store.read((db) => sql`SELECT 'x'::int`.execute(db))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(store.read((db) => sql`SELECT * FROM nowhere`.execute(db))).rejects.toMatchObject({
      code: 'internal',
    });
    expect(await count()).toBe(1);
  });

  it('answers at the deadline of the request, and goes on', async () => {
    const began = performance.now();
    // It takes some seconds on both engines, of which one cannot be told to stop.
    const long = () => store.read((db) => sql`SELECT count(*) FROM generate_series(1, 3000000)`.execute(db));
    await expect(within(100, long)).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await count()).toBe(0);
    expect(store.pool().replaced).toBeGreaterThan(0);
  });

  it('makes a change once for an idempotency key', async () => {
    const change = (request: unknown, second: number) =>
      store.write(
        async (trx) => {
          await trx.insertInto('readings').values(plain(second)).execute();
          return { made: at(second) };
        },
        { idempotencyKey: 'k1', request },
      );
    const first = await change({ a: 1, b: 2 }, 1);
    expect(await change({ b: 2, a: 1 }, 2)).toEqual(first);
    expect(first.made).toBeInstanceOf(Date);
    expect(await count()).toBe(1);
    await expect(change({ a: 2 }, 3)).rejects.toMatchObject({ field: 'idempotencyKey' });
  });

  it('lets one at a time work under a name', async () => {
    const order: string[] = [];
    const inner = await store.locked('n', async () => {
      order.push('outer');
      return store.locked('n', async () => order.push('inner'));
    });
    expect(inner).toEqual({ value: undefined });
    expect(await store.locked('n', async () => 'again')).toEqual({ value: 'again' });
    expect(order).toEqual(['outer']);
  });

  it('takes rows in batches, leaves out duplicates and reads no faster than it writes', async () => {
    let read = 0;
    let written = 0;
    let ahead = 0;
    async function* source() {
      for (; read < 3_000; read++) {
        ahead = Math.max(ahead, read - written);
        yield plain(read % 2_000);
      }
    }
    const counts = await insertRows(store, source(), {
      table: 'readings',
      columns,
      batch: 500,
      onProgress: ({ taken }) => {
        written = taken;
      },
    });
    expect(counts).toEqual({ taken: 3_000, inserted: 2_000, duplicates: 1_000 });
    expect(await count()).toBe(2_000);
    expect(ahead).toBeLessThanOrEqual(1_000);
    await expect(
      insertRows(store, [{ ...plain(1), cpu: 'high' as unknown as number }], { table: 'readings', columns }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('knows what its statements cost, by their shape', async () => {
    store.insight.clear();
    for (const rows of [[plain(1)], [plain(2), plain(3)], [plain(4), plain(5), plain(6)]])
      await store.write((trx) => trx.insertInto('readings').values(rows).execute());
    const inserts = store.insight
      .fingerprints()
      .filter(({ text }) => text.startsWith('insert'))
      .sort((one, other) => other.count - one.count);
    expect(inserts).toMatchObject([
      { count: 2, rows: 5 },
      { count: 1, rows: 1 },
    ]);
  });

  it('tells what its server can do', async () => {
    expect(await store.capabilities()).toMatchObject({
      version: expect.stringMatching(/^1\d\./),
      compression: false,
      ...(name === 'embedded' && { hypertables: false, timescale: null }),
    });
  });

  describe('migrations', () => {
    const first: SqlMigration = {
      name: '0001-things',
      up: ['CREATE TABLE things (id int)'],
      down: ['DROP TABLE things'],
    };
    const second: SqlMigration = {
      name: '0002-more',
      up: [
        'ALTER TABLE things ADD name text',
        {
          where: 'compression',
          text: 'SELECT never',
          otherwise: 'CREATE INDEX things_name ON things (name)',
        },
      ],
      down: ['ALTER TABLE things DROP name'],
    };
    const migrator = (...migrations: SqlMigration[]) => openSqlMigrator(store, { name: 'test', migrations });

    it('run in order, once, and are undone', async () => {
      expect(await migrator(first).up()).toEqual(['0001-things']);
      expect(await migrator(second, first).dryRun()).toEqual([
        { migration: '0002-more', text: 'ALTER TABLE things ADD name text' },
        { migration: '0002-more', text: 'CREATE INDEX things_name ON things (name)' },
      ]);
      const both = migrator(first, second);
      const runs = await Promise.all([both.up(), both.up()]);
      expect(runs.flat()).toEqual(['0002-more']);
      expect((await both.status()).map(({ state }) => state)).toEqual(['applied', 'applied']);
      expect(await both.down({ count: 2 })).toEqual(['0002-more', '0001-things']);
      expect((await both.status()).map(({ state }) => state)).toEqual(['pending', 'pending']);
    });

    it('refuse a history that is not theirs, and leave nothing of one that fails', async () => {
      await migrator(first, second).up();
      await expect(migrator(first).up()).rejects.toThrow('The database has the migration 0002-more');
      await expect(migrator({ ...first, up: ['SELECT 1'] }, second).up()).rejects.toThrow('text has changed');
      const late = { name: '0000-late', up: ['SELECT 1'] };
      await expect(migrator(late, first, second).up()).rejects.toThrow('comes before 0002-more');
      const failing = { name: '0003-fails', up: ['CREATE TABLE others (id int)', 'SELECT * FROM nowhere'] };
      await expect(migrator(first, second, failing).up()).rejects.toThrow('0003-fails failed');
      await expect(store.read((db) => sql`SELECT * FROM others`.execute(db))).rejects.toThrow('others');
      expect(() => migrator({ name: '1-x', up: [] })).toThrow('no name of a migration');
    });
  });
});

const columns = {
  time: 'timestamptz',
  service: 'text',
  cpu: 'float8',
  pods: 'bigint',
  cost: 'numeric',
  tags: 'text[]',
  details: 'jsonb',
} as const;

const plain = (second: number) => ({
  time: new Date(Date.UTC(2026, 0, 1) + second * 1_000),
  service: 's',
  cpu: 0.5,
  pods: 1,
  cost: null,
  tags: null,
  details: null,
});
