import { Deadline, newRequestId, runInContext, secretOf } from '@graphkeep/core';
import { tcpProxy } from '@graphkeep/faults';
import { testPostgres } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertRows, type SqlOptions, type StatementEvent } from '../src/index.ts';
import { open, plainGuard } from './stores.ts';

const postgres = await testPostgres();
const retrying = { ...plainGuard, retry: { attempts: 3, delayMs: 20, factor: 1, maxDelayMs: 20 } };

describe.skipIf(!postgres)('PostgreSQL', () => {
  const direct = open(postgres?.url ?? 'memory:');
  const count = async (): Promise<number> => {
    const { rows } = await direct.read((db) =>
      sql<{ n: number }>`SELECT count(*) AS n FROM counted`.execute(db),
    );
    return rows[0]?.n ?? -1;
  };
  beforeAll(async () => {
    await direct.write((trx) => sql`CREATE TABLE counted (id int)`.execute(trx));
    return () => direct.close();
  });
  beforeEach(() => direct.write((trx) => sql`TRUNCATE counted`.execute(trx)));

  const proxied = async (options: Partial<SqlOptions> = {}) => {
    const url = new URL(postgres?.url ?? '');
    const proxy = await tcpProxy({ target: { host: url.hostname, port: Number(url.port) } });
    url.port = String(proxy.port);
    const store = open(url.href, {
      pool: { poolMin: 0, poolMax: 2 },
      waitMs: 1_000,
      commandMs: 400,
      ...options,
    });
    return {
      store,
      proxy,
      [Symbol.asyncDispose]: async () => {
        await proxy[Symbol.asyncDispose]();
        await store.close();
      },
    };
  };
  const insert = (store: ReturnType<typeof open>) =>
    store.write((trx) => sql`INSERT INTO counted VALUES (1)`.execute(trx).then(() => 'kept'));

  it('whose answer to a commit is lost is asked whether it was kept', async () => {
    const events: StatementEvent[] = [];
    const onStatement = (event: StatementEvent): void => {
      events.push(event);
      if (event.text.includes('pg_current_xact_id')) proxy.blackHole('down');
      if (event.text === 'COMMIT') proxy.clear();
    };
    await using through = await proxied({ onStatement });
    const { store, proxy } = through;
    expect(await insert(store)).toBe('kept');
    expect(await count()).toBe(1);
    expect(events.find(({ text }) => text === 'COMMIT')?.error).toBeDefined();
    expect(events.at(-1)?.text).toContain('pg_xact_status');
  });

  it('that never got a commit does the work anew, once', async () => {
    let faults = 1;
    const onStatement = ({ text }: StatementEvent): void => {
      if (text.includes('pg_current_xact_id') && faults-- > 0) proxy.blackHole('up');
      if (text === 'COMMIT') proxy.clear();
    };
    await using through = await proxied({ onStatement, guard: retrying });
    const { store, proxy } = through;
    expect(await insert(store)).toBe('kept');
    expect(faults).toBeLessThan(0);
    expect(await count()).toBe(1);
  });

  it('that cannot be asked leaves it in doubt, and says so', async () => {
    const onStatement = ({ text }: StatementEvent): void => {
      if (text.includes('pg_current_xact_id')) proxy.blackHole('down');
    };
    await using through = await proxied({ onStatement, waitMs: 200 });
    const { store, proxy } = through;
    await expect(insert(store)).rejects.toMatchObject({ code: 'uncertain' });
  });

  it('takes longer for one statement where it is told so', async () => {
    await using through = await proxied();
    const { store } = through;
    const sleep = (options?: { readonly commandMs: number }) =>
      store.locked(
        'long',
        async (db) => {
          await sql`SET statement_timeout = 5000`.execute(db);
          await sql`SELECT pg_sleep(0.6)`.execute(db);
          await sql`RESET statement_timeout`.execute(db);
          return 'done';
        },
        options,
      );
    await expect(sleep()).rejects.toMatchObject({ code: 'timeout' });
    expect(await sleep({ commandMs: 5_000 })).toEqual({ value: 'done' });
  });

  it('whose connections are all in use is waited for, but not for ever', async () => {
    await using through = await proxied({ commandMs: 5_000 });
    const { store } = through;
    const release: (() => void)[] = [];
    const hold = () => store.write(() => new Promise<void>((resolve) => release.push(resolve)));
    const held = [hold(), hold()];
    await eventually(() => expect(release).toHaveLength(2));
    await expect(store.ping()).rejects.toMatchObject({ code: 'overloaded' });
    expect(store.pool()).toMatchObject({ open: 2, idle: 0, max: 2 });
    for (const one of release) one();
    await Promise.all(held);
    await store.ping();
  });

  it('that has ended idle connections is read by new ones', async () => {
    await using through = await proxied({ guard: retrying });
    const { store, proxy } = through;
    await Promise.all([store.ping(), store.ping()]);
    proxy.reset();
    await Promise.all([store.ping(), store.ping()]);
    expect(await insert(store)).toBe('kept');
    expect(await count()).toBe(1);
  });

  it('is told to end a statement that nobody waits for', async () => {
    await using through = await proxied({ commandMs: 60_000 });
    const { store } = through;
    const marker = `marker ${Math.random()}`;
    const waiting = runInContext({ requestId: newRequestId(), deadline: Deadline.after(200) }, () =>
      store.read((db) => sql`SELECT pg_sleep(60), ${sql.lit(marker)}`.execute(db)),
    );
    await expect(waiting).rejects.toMatchObject({ code: 'timeout' });
    await eventually(async () => {
      const { rows } = await direct.read((db) =>
        sql`SELECT pid FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE ${`%${marker}%`}`.execute(
          db,
        ),
      );
      expect(rows).toEqual([]);
    });
  });

  it('gets a new connection for one that is worn', async () => {
    await using store = open(postgres?.url ?? '', { pool: { poolMin: 0, poolMax: 1, maxStatements: 3 } });
    const pids = new Set<unknown>();
    for (let i = 0; i < 7; i++) {
      const { rows } = await store.read((db) =>
        sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(db),
      );
      pids.add(rows[0]?.pid);
    }
    expect(pids.size).toBe(3);
    expect(store.pool().replaced).toBe(2);
  });

  it('that conflicts with another writer is asked again', async () => {
    await using store = open(postgres?.url ?? '', { guard: retrying });
    await store.write((trx) => sql`INSERT INTO counted VALUES (0)`.execute(trx));
    // All three have read before one of them writes.
    let read = 0;
    const increment = () =>
      store.write(
        async (trx) => {
          const { rows } = await sql<{ id: number }>`SELECT id FROM counted`.execute(trx);
          read += 1;
          if (read <= 3) await eventually(() => expect(read).toBeGreaterThanOrEqual(3));
          await sql`UPDATE counted SET id = ${(rows[0]?.id ?? 0) + 1}`.execute(trx);
        },
        { isolation: 'serializable' },
      );
    await Promise.all([increment(), increment(), increment()]);
    const { rows } = await store.read((db) => sql`SELECT id FROM counted`.execute(db));
    expect(rows).toEqual([{ id: 3 }]);
  });

  it('is read by its replica, where there is one', async () => {
    const replica = new URL(postgres?.url ?? '');
    replica.pathname = '/postgres';
    await using store = open(postgres?.url ?? '', { replica: secretOf(replica.href) });
    const name = sql<{ name: string }>`SELECT current_database() AS name`;
    const reader = await store.read((db) => name.execute(db));
    const writer = await store.write((trx) => name.execute(trx));
    expect(reader.rows[0]?.name).toBe('postgres');
    expect(writer.rows[0]?.name).not.toBe('postgres');
    // The replica has no such table: what is written in bulk goes to the server itself.
    await insertRows(store, [{ id: 1 }], { table: 'counted', columns: { id: 'int' } });
    expect(await count()).toBe(1);
  });

  it('makes the table of idempotency keys once, for many at a time', async () => {
    await using store = open(postgres?.url ?? '');
    await direct.write((trx) => sql`DROP TABLE IF EXISTS graphkeep_once`.execute(trx));
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const once = (idempotencyKey: string) => store.write(async () => idempotencyKey, { idempotencyKey });
    expect(await Promise.all(keys.map(once))).toEqual(keys);
  });

  it('explains a slow statement, without its values', async () => {
    const slow: string[] = [];
    await using store = open(postgres?.url ?? '', {
      insight: { slowMs: 0, onSlow: ({ plan }) => void (plan !== undefined && slow.push(plan)) },
    });
    await store.read((db) => sql`SELECT * FROM counted WHERE id = ${7}`.execute(db));
    await eventually(() => expect(slow.join()).toContain('Seq Scan on counted'));
    expect(slow.join()).toContain('(id = $1)');
  });
});
