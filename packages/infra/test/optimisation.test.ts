import { testPostgres } from '@graphkeep/services';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { applyIndexes } from '../src/optimisation/apply-indexes.ts';
import { capacity, daysUntil } from '../src/optimisation/capacity.ts';
import { explainHot } from '../src/optimisation/explain-hot.ts';
import { hotIndexes } from '../src/optimisation/hot-indexes.ts';
import { hotStatements } from '../src/optimisation/hot-statements.ts';
import { indexUse } from '../src/optimisation/index-use.ts';
import { planIndexes } from '../src/optimisation/plan-indexes.ts';
import { manyRows, run, withoutExtensions } from './measured-rows.ts';
import { openSeriesStore, type SeriesStore } from './series-store.ts';

const [chunked, plain] = [await testPostgres(), await testPostgres()];
const user = plain && (await withoutExtensions(plain.url));
const servers = [
  ...(user ? [{ name: 'PostgreSQL', url: user.url, way: 'concurrently' as const }] : []),
  ...(chunked ? [{ name: 'TimescaleDB', url: chunked.url, way: 'by chunk' as const }] : []),
];
/** A busy machine takes its time. */
const PATIENT = { GRAPHKEEP_DEADLINE_MS: '60s' };
const names = hotIndexes.map(({ index }) => index.name);
const statesOf = async (estate: SeriesStore) =>
  new Map((await planIndexes(estate)).indexes.map(({ name, state }) => [name, state]));
const drop = (estate: SeriesStore) => run(estate, ...names.map((name) => `DROP INDEX IF EXISTS ${name}`));
const make = async (estate: SeriesStore) =>
  applyIndexes(estate, { confirm: (await planIndexes(estate)).confirm });

/** A transaction that stays open until it is disposed of. */
const hold = async (estate: SeriesStore, statement: RawBuilder<unknown>) => {
  const [holding, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = estate.sql.write(async (transaction) => {
    await statement.execute(transaction);
    holding.resolve();
    await released.promise;
  });
  await Promise.race([holding.promise, ended]);
  return {
    [Symbol.asyncDispose]: async () => {
      released.resolve();
      await ended;
    },
  };
};

it('has an index for each hot statement', () => {
  expect(names).toHaveLength(8);
  expect(hotStatements.map(({ index }) => index).sort()).toEqual([...names].sort());
  for (const { serves, index } of hotIndexes)
    expect(hotStatements.find(({ name }) => name === serves)?.index).toBe(index.name);
});

describe('the embedded store', () => {
  let estate: SeriesStore;
  beforeAll(async () => {
    estate = await openSeriesStore(PATIENT);
  });
  afterAll(() => estate[Symbol.asyncDispose]());

  it('gets back what was dropped, and keeps what is there', async () => {
    expect((await planIndexes(estate)).toMake).toBe(0);
    await run(estate, 'DROP INDEX idx_cost_metrics_optimization');
    const plan = await planIndexes(estate);
    expect(plan.indexes.filter(({ statements }) => statements.length > 0)).toMatchObject([
      { name: 'idx_cost_metrics_optimization', state: 'missing', way: 'plainly' },
    ]);
    const told: number[][] = [];
    const made = await applyIndexes(estate, {
      confirm: plan.confirm,
      progress: (done, total) => told.push([done, total]),
    });
    expect(made).toMatchObject([{ name: 'idx_cost_metrics_optimization', outcome: 'made' }]);
    expect(told).toEqual([
      [0, 1],
      [1, 1],
    ]);
    await expect(applyIndexes(estate, { confirm: plan.confirm })).rejects.toMatchObject({
      code: 'wrong_state',
      field: 'confirm',
    });
    expect(await make(estate)).toEqual([]);
  });

  it('makes anew what has the name and not the columns', async () => {
    await run(
      estate,
      'DROP INDEX idx_business_value_type_time',
      'CREATE INDEX idx_business_value_type_time ON business_value_metrics (metric_type, time)',
    );
    expect((await statesOf(estate)).get('idx_business_value_type_time')).toBe('different');
    expect(await make(estate)).toMatchObject([{ name: 'idx_business_value_type_time', outcome: 'made' }]);
    expect((await statesOf(estate)).get('idx_business_value_type_time')).toBe('present');
  });

  it('explains what has rows, and says of the rest that it has none', async () => {
    const [course, unhealthy] = await explainHot(estate, { timeoutMs: 30_000 });
    expect(course).toMatchObject({ plan: null, problem: 'Its table has no rows.' });
    expect(unhealthy?.plan).toMatchObject({ rows: 0 });
    expect(await indexUse(estate)).toMatchObject({ unused: null, missing: [] });
  });
});

describe.each(servers)('$name', { timeout: 120_000 }, ({ url, way }) => {
  let estate: SeriesStore;
  beforeAll(async () => {
    estate = await openSeriesStore({ ...PATIENT, DATABASE_URL: url });
    await drop(estate);
    await run(estate, ...manyRows, 'VACUUM ANALYZE');
  }, 120_000);
  afterAll(async () => {
    await estate?.[Symbol.asyncDispose]();
  });

  it('reads less for every hot statement once its index is there', async () => {
    const before = await explainHot(estate, { timeoutMs: 30_000 });
    const plan = await planIndexes(estate);
    expect(plan.indexes.map(({ state }) => state)).toEqual(Array(8).fill('missing'));
    expect(plan.indexes.map((one) => one.way)).toEqual(Array(8).fill(way));
    expect((await applyIndexes(estate, { confirm: plan.confirm })).map(({ outcome }) => outcome)).toEqual(
      Array(8).fill('made'),
    );
    await run(estate, 'VACUUM ANALYZE');
    const after = await explainHot(estate, { timeoutMs: 30_000 });
    for (const [at, { name, index, plan: now, recommendations }] of after.entries()) {
      const then = before[at]?.plan;
      expect(then?.indexes, name).not.toContain(index);
      expect(before[at]?.recommendations[0]).toContain(`Make ${index}`);
      expect(now?.indexes, name).toContain(index);
      expect(now?.cost, name).toBeLessThan(then?.cost ?? 0);
      expect(now?.buffers, name).toBeLessThan((then?.buffers ?? 0) / 2);
      expect(now?.rows).toBe(then?.rows);
      expect(recommendations, name).toEqual([]);
    }
  });

  it('gives up where others hold the table, and lets writers by', async () => {
    const name = 'idx_cost_metrics_optimization';
    await run(estate, `DROP INDEX ${name}`);
    const write = (id: string) =>
      sql`INSERT INTO cost_metrics (time, resource_id, resource_type) VALUES ('2026-06-15T11:30:00Z', ${id}, 'ec2')`;
    await using holder = await hold(estate, write('held'));
    const { confirm } = await planIndexes(estate);
    const [[outcome]] = await Promise.all([
      applyIndexes(estate, { confirm, lockMs: 700, attempts: 1 }),
      estate.sql.write((transaction) => write('beside').execute(transaction)),
    ]);
    expect(outcome).toMatchObject({ name, outcome: 'locked' });
    const left = (await statesOf(estate)).get(name);
    expect(left).toBe(way === 'concurrently' ? 'broken' : 'missing');
    await expect(applyIndexes(estate, { confirm: 'another' })).rejects.toMatchObject({ code: 'wrong_state' });

    const cancelled = new AbortController();
    const again = applyIndexes(estate, {
      ...{ confirm: (await planIndexes(estate)).confirm, signal: cancelled.signal },
      progress: () => setTimeout(() => cancelled.abort(), 200),
    });
    await expect(again).rejects.toThrow();

    await holder[Symbol.asyncDispose]();
    expect(await make(estate)).toMatchObject([{ name, outcome: 'made' }]);
    expect((await statesOf(estate)).get(name)).toBe('present');
  });

  it('tells what takes how much room, and for how long there is enough', async () => {
    const { tables, bytes, growthPerDay, unknown } = await capacity(estate);
    const system = tables.find(({ table }) => table === 'system_metrics');
    expect(system).toMatchObject({ keepDays: 90, newest: new Date('2026-06-15T12:00:00Z') });
    expect(system?.rows).toBeGreaterThan(40_000);
    expect(system?.growthPerDay).toBeCloseTo(
      ((system?.bytes ?? 0) + (system?.indexBytes ?? 0)) / (1_499 / 1_440),
      -3,
    );
    expect(bytes).toBeGreaterThan(tables.reduce((sum, one) => sum + one.bytes + one.indexBytes, 0));
    expect(growthPerDay).toBeGreaterThan(system?.growthPerDay ?? 0);
    const limitBytes = bytes + 2.5 * (growthPerDay ?? 0);
    expect((await capacity(estate, { limitBytes })).daysLeft).toBe(3);
    expect(unknown).toEqual(['database_metrics', 'network_metrics']);
    expect((await capacity(estate)).daysLeft).toBeNull();
    expect((await capacity(estate, { limitBytes: 1 })).daysLeft).toBe(0);
  });

  it('tells which indexes nobody uses, and which tables are read from end to end', async () => {
    const name = 'idx_security_events_severity_time';
    await run(estate, `DROP INDEX ${name}`, 'CREATE INDEX nobodys ON security_events (assignee)');
    for (let scan = 0; scan < 10; scan++)
      await run(estate, 'SELECT count(*) FROM incident_metrics WHERE preventable');
    await vi.waitFor(
      async () => {
        const { unused, missing, scanned } = await indexUse(estate);
        expect(missing).toMatchObject([{ index: name }]);
        expect(unused?.map(({ index }) => index)).toContain('nobodys');
        expect(unused?.map(({ index }) => index)).not.toContain('idx_business_value_type_time');
        if (way === 'concurrently') expect(scanned?.map(({ table }) => table)).toContain('incident_metrics');
      },
      { timeout: 10_000, interval: 300 },
    );
  });
});

describe('a forecast', () => {
  const table = { bytes: 400, indexBytes: 100, growthPerDay: 50 };
  it('is when the limit is reached, and unknown where nothing is known', () => {
    expect(daysUntil(1_000, 500, [table])).toBe(10);
    expect(daysUntil(1_000, 500, [table, { ...table, growthPerDay: null }])).toBe(10);
    expect(daysUntil(1_000, 500, [{ ...table, growthPerDay: null }])).toBeNull();
    expect(daysUntil(400, 500, [table])).toBe(0);
  });
  it('knows that old rows are dropped', () => {
    const bounded = { ...table, keepDays: 15 };
    expect(daysUntil(751, 500, [bounded])).toBeNull();
    expect(daysUntil(750, 500, [bounded])).toBe(5);
    expect(daysUntil(1_000, 500, [bounded, table])).toBe(5);
  });
});
