import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StartedProcess, startProcess } from '@graphkeep/faults';
import { testPostgres } from '@graphkeep/services';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SqlStore } from '../src/index.ts';
import { HourlyLifts, Lifts, liftsIn } from './lifts.ts';
import { open, type Tables } from './stores.ts';

const postgres = await testPostgres();
const HOUR = 3_600_000;
/** Three transactions' worth, as a transaction sums up two hundred. */
const HOURS = 500;
const patient = { timeout: 20_000, interval: 10 };

const start = (...words: readonly string[]): Promise<StartedProcess> =>
  startProcess(
    process.execPath,
    ['--conditions=@graphkeep/source', fileURLToPath(new URL('./refresher.ts', import.meta.url)), ...words],
    { ready: /ready\n/, stdin: 'held' },
  );
const told = (one: StartedProcess): readonly string[] =>
  [...one.output().matchAll(/summed (.+)\n|failed.*\n/g)].map(([all, buckets]) => buckets ?? all);
/** What it says of a refresh that it is told to make now. */
const refreshed = async (one: StartedProcess): Promise<string> => {
  const before = told(one).length;
  process.kill(one.pid, 'SIGUSR2');
  await vi.waitFor(() => expect(told(one)).toHaveLength(before + 1), patient);
  return told(one).at(-1) ?? '';
};

const rowsFrom = (first: string, lift: string) =>
  Array.from({ length: HOURS }, (_, hour) => ({
    ...{ time: new Date(Date.parse(first) + hour * HOUR), lift, people: hour },
  }));

/** Whether the roll-up says what its rows say, with nothing twice and nothing left to do. */
const expectRight = async (store: SqlStore<Tables>, buckets: number): Promise<void> => {
  const { rows } = await store.read((db) =>
    sql`SELECT count(*) AS buckets, count(DISTINCT (bucket, lift)) AS different,
        count(*) FILTER (WHERE "rows" = r.n AND people_sum = r.people AND people_max = r.most) AS alike
      FROM hourly_lifts JOIN (
        SELECT date_trunc('hour', time, 'UTC') AS bucket, lift, count(*) AS n, sum(people) AS people, max(people) AS most
        FROM lifts GROUP BY 1, 2
      ) AS r USING (bucket, lift)`.execute(db),
  );
  const late = await store.read((db) => sql`SELECT * FROM graphkeep_late`.execute(db));
  expect(rows).toEqual([{ buckets, different: buckets, alike: buckets }]);
  expect(late.rows).toEqual([]);
};

describe.skipIf(!postgres)('a roll-up at a server', { timeout: 60_000 }, () => {
  const url = postgres?.url ?? 'memory:';
  const store = open(url);
  let [one, other]: StartedProcess[] = [];
  const both = (): readonly [StartedProcess, StartedProcess] => {
    if (!one || !other) throw new Error('They were not started.');
    return [one, other];
  };
  beforeAll(async () => {
    await liftsIn(store).migrate();
    [one, other] = await Promise.all([start(url), start(url)]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one?.stop(), other?.stop(), store.close()]);
  });

  it('is summed up once by two processes at the same time', async () => {
    await liftsIn(store).ingest(Lifts, rowsFrom('2026-01-01', 'left'));
    const answers = await Promise.all(both().map(refreshed));
    const buckets = answers.map((answer) => (answer === 'nothing' ? 0 : Number(answer)));
    expect(buckets.toSorted((a, b) => a - b)).toEqual([0, HOURS]);
    await expectRight(store, HOURS);
  });

  it('is left to whoever is at it, and done by the other one once that is killed', async () => {
    const [killed, left] = both();
    await liftsIn(store).ingest(Lifts, rowsFrom('2026-01-01', 'right'));
    const seen = killed.output().length;
    const holder = open(url, { pool: { poolMin: 0, poolMax: 1 } });
    const release = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    // The first transaction goes through, the second waits here for a row of its last bucket.
    const holding = holder.write(async (db) => {
      const bucket = new Date(Date.parse('2026-01-01') + 399 * HOUR);
      await sql`SELECT 1 FROM hourly_lifts WHERE bucket = ${bucket} FOR UPDATE`.execute(db);
      held.resolve();
      await release.promise;
    });
    await held.promise;
    process.kill(killed.pid, 'SIGUSR2');
    await vi.waitFor(async () => {
      const { rows } = await store.read((db) =>
        sql`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'DELETE FROM "hourly_lifts"%'`.execute(
          db,
        ),
      );
      expect(rows).toHaveLength(1);
    }, patient);
    expect(killed.output().slice(seen)).toBe('kept\n');
    expect(await refreshed(left)).toBe('nothing');

    await killed.kill('SIGKILL');
    release.resolve();
    await holding;
    await holder.close();
    // The server lets its lock go when it sees that nobody is there any more.
    const rest = await vi.waitFor(async () => {
      const answer = await refreshed(left);
      expect(answer).not.toBe('nothing');
      return answer;
    }, patient);
    expect(rest).toBe(String(HOURS - 200));
    await expectRight(store, 2 * HOURS);
  });
});

describe('a roll-up of the embedded store', { timeout: 60_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'graphkeep-refresh-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is finished by the next process where one is killed in the middle', async () => {
    const url = `file:${join(root, 'sql')}`;
    {
      await using store = open(url);
      await liftsIn(store).migrate();
      await liftsIn(store).ingest(Lifts, rowsFrom('2026-01-01', 'left'));
    }
    await using killed = await start(url, '2');
    process.kill(killed.pid, 'SIGUSR2');
    expect(await killed.exited).toMatchObject({ signal: 'SIGKILL' });
    await using store = open(url);
    const reports = await liftsIn(store).refresh();
    expect(reports).toEqual([{ rollup: HourlyLifts.name, buckets: HOURS - 400 }]);
    await expectRight(store, HOURS);
  });
});
