import { defineRollup, defineSeries } from '@graphkeep/models';
import { testPostgres } from '@graphkeep/services';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSeries, type Series, type SqlStore } from '../src/index.ts';
import { open, type Tables } from './stores.ts';

const Doors = defineSeries({
  name: 'doors',
  schema: z.strictObject({
    time: z.date(),
    door: z.string().min(1),
    floor: z.string().optional(),
    people: z.int().min(0).optional(),
    warmth: z.number().min(-50).max(80).optional(),
    openFor: z.array(z.string()).default([]),
  }),
  key: ['door'],
  chunk: 'hour',
  keepDays: 30,
  indexes: [{ name: 'doors_warm', columns: ['warmth DESC'], where: 'warmth > 40' }],
});
const HourlyDoors = defineRollup({
  name: 'hourly_doors',
  of: Doors,
  bucket: 'hour',
  by: ['door', 'floor'],
  measures: ['people', 'warmth'],
});
const WeeklyDoors = defineRollup({
  name: 'weekly_doors',
  of: Doors,
  bucket: 'week',
  by: ['door'],
  measures: ['people'],
});

const postgres = await testPostgres();
const engines = [
  { name: 'embedded', url: 'memory:' },
  ...(postgres ? [{ name: 'postgres', url: postgres.url }] : []),
];

describe.each(engines)('series on $name', ({ name, url }) => {
  let store: SqlStore<Tables>;
  let series: Series;
  let now = new Date('2026-06-15T12:00:00Z');
  const at = (text: string) => new Date(`2026-06-${text}Z`);
  const hourly = async () => {
    const { rows } = await store.read((db) =>
      sql<
        Record<string, unknown>
      >`SELECT bucket, door, "rows", people_sum, people_count, warmth_min, warmth_max FROM hourly_doors ORDER BY bucket, door`.execute(
        db,
      ),
    );
    return rows;
  };

  beforeAll(async () => {
    store = open(url);
    series = openSeries({
      store,
      name: 'doors',
      series: [Doors],
      rollups: [HourlyDoors, WeeklyDoors],
      now: () => now,
    });
    expect(await series.migrate()).toEqual(['0001-series']);
    expect(await series.migrate()).toEqual([]);
  });
  afterAll(() => store.close());

  it('uses chunks where the server has them', async () => {
    expect(await store.capabilities()).toMatchObject({ hypertables: name === 'postgres' });
  });

  it('takes what is right, once, and says of each other row what is wrong with it', async () => {
    const right = { time: at('15T10:00:00'), door: 'a', people: 3, warmth: 20.5, openFor: ['x', 'y'] };
    const report = await series.ingest(Doors, [
      right,
      { ...right, people: 99 },
      { ...right, time: at('15T12:04:00') },
      { ...right, time: at('15T12:06:00') },
      { ...right, time: at('01T00:00:00'), door: 'b' },
      { ...right, time: new Date('2026-05-01') },
      { ...right, warmth: Number.NaN },
      { ...right, warmth: 99 },
      { ...right, people: 1.5 },
      { ...right, door: '' },
      { ...right, time: new Date(Number.NaN) },
      Object.assign({ ...right }, { colour: 'red' }),
    ]);
    expect(report).toMatchObject({ inserted: 3, duplicates: 1, rejected: 8 });
    expect(report.rejections.map(({ index, field }) => [index, field])).toEqual([
      [3, 'time'],
      [5, 'time'],
      [6, 'warmth'],
      [7, 'warmth'],
      [8, 'people'],
      [9, 'door'],
      [10, 'time'],
      [11, 'colour'],
    ]);
    expect(report.rejections[0]?.message).toContain('in the future');
    expect(report.rejections[1]?.message).toBe('is older than the 30 days that are kept');
    const { rows } = await store.read((db) =>
      sql`SELECT * FROM doors WHERE time = ${at('15T10:00:00')}`.execute(db),
    );
    expect(rows).toEqual([
      { time: at('15T10:00:00'), door: 'a', floor: null, people: 3, warmth: 20.5, open_for: ['x', 'y'] },
    ]);
  });

  it('sums up by hours and weeks, and again where rows come late', async () => {
    await series.refresh();
    expect(await hourly()).toMatchObject([
      { bucket: at('01T00:00:00'), door: 'b', rows: 1 },
      { bucket: at('15T10:00:00'), door: 'a', rows: 1, people_sum: 3, warmth_max: 20.5 },
      { bucket: at('15T12:00:00'), door: 'a', rows: 1 },
    ]);
    expect((await series.refresh()).map(({ buckets }) => buckets)).toEqual([0, 0]);
    await series.ingest(Doors, [
      { time: at('15T10:59:59.999'), door: 'a', people: 4 },
      { time: at('15T10:30:00'), door: 'a', warmth: -3 },
      { time: at('15T11:00:00'), door: 'a', people: 1 },
    ]);
    expect(await series.refresh()).toEqual([
      { rollup: 'hourly_doors', buckets: 2 },
      { rollup: 'weekly_doors', buckets: 1 },
    ]);
    expect(await hourly()).toMatchObject([
      {},
      {
        bucket: at('15T10:00:00'),
        rows: 3,
        people_sum: 7,
        people_count: 2,
        warmth_min: -3,
        warmth_max: 20.5,
      },
      { bucket: at('15T11:00:00'), rows: 1, people_sum: 1, warmth_min: null },
      {},
    ]);
    const { rows } = await store.read((db) =>
      sql`SELECT bucket, people_sum FROM weekly_doors WHERE door = 'a' ORDER BY bucket`.execute(db),
    );
    // The fifteenth of June 2026 is a Monday.
    expect(rows).toEqual([{ bucket: at('15T00:00:00'), people_sum: 11 }]);
  });

  it('lets others work while it takes rows that are all there', async () => {
    let turns = 0;
    const turn = () => {
      turns += 1;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const seen: number[] = [];
    function* rows() {
      for (let row = 0; row < 2_000; row++) {
        seen.push(turns);
        yield { time: at('15T10:00:00'), door: 'a', people: 3 };
      }
    }
    await series.ingest(Doors, rows(), { batch: 2_000 }).finally(() => clearImmediate(next));
    expect(seen.at(-1)).toBeGreaterThanOrEqual((seen[0] ?? 0) + 7);
  });

  it('is summed up once by two at a time, with rows arriving, and misses none', async () => {
    const hours = Array.from(
      { length: 48 },
      (_, hour) => new Date(at('10T00:00:00').getTime() + hour * 3_600_000),
    );
    const writers = [0, 1, 2].map((writer) =>
      series.ingest(
        Doors,
        hours.flatMap((time) => [
          { time: new Date(time.getTime() + writer * 1_000), door: 'busy', people: 1 },
        ]),
        { batch: 7 },
      ),
    );
    let arriving = true;
    const written = Promise.all(writers).finally(() => {
      arriving = false;
    });
    while (arriving) await Promise.all([series.refresh(), series.refresh()]);
    await written;
    await series.refresh();
    const { rows } = await store.read((db) =>
      sql`SELECT count(*) AS hours, sum(people_sum) AS people FROM hourly_doors WHERE door = 'busy'`.execute(
        db,
      ),
    );
    expect(rows).toEqual([{ hours: 48, people: 144 }]);
  });

  it('is told of until somebody has heard it', async () => {
    await series.ingest(Doors, [{ time: at('14T10:00:00'), door: 'a', people: 1 }]);
    const told: string[] = [];
    const refresh = (hear: () => void = () => {}) =>
      series.refresh({
        onSummed: async ({ name: rollup }) => {
          told.push(rollup);
          hear();
        },
      });
    const deaf = (): never => {
      throw new Error('Nobody has heard it.');
    };
    await expect(refresh(deaf)).rejects.toThrow('Nobody has heard it.');
    expect(await refresh()).toEqual([
      { rollup: 'hourly_doors', buckets: 0 },
      { rollup: 'weekly_doors', buckets: 1 },
    ]);
    await refresh();
    expect(told).toEqual(['hourly_doors', 'hourly_doors', 'weekly_doors']);
  });

  it('drops what is older than is to be kept, and keeps what was summed up of it', async () => {
    const before = (await hourly()).length;
    now = new Date('2026-07-11T06:00:00Z');
    const [report] = await series.retain();
    expect(report?.dropped).toBeGreaterThan(0);
    const { rows } = await store.read((db) => sql`SELECT min(time) AS oldest FROM doors`.execute(db));
    expect(rows).toEqual([{ oldest: at('11T06:00:00') }]);
    expect(await series.ingest(Doors, [{ time: at('10T00:00:00'), door: 'busy', people: 1 }])).toMatchObject({
      rejected: 1,
    });
    await series.refresh();
    expect(await hourly()).toHaveLength(before);
  });
});

describe('a series', () => {
  const base = { name: 'x', key: [], chunk: 'day' as const };
  it.each<[Parameters<typeof defineSeries<string, z.ZodObject>>[0], string]>([
    [{ ...base, schema: z.strictObject({ at: z.date() }) }, 'needs a field time'],
    [{ ...base, name: 'Bad', schema: z.strictObject({ time: z.date() }) }, 'small letters'],
    [{ ...base, schema: z.strictObject({ time: z.date(), response_ms: z.number() }) }, 'like responseMs'],
    [{ ...base, schema: z.strictObject({ time: z.date(), n: z.number().nullable() }) }, 'optional'],
  ])('says what is wrong with its definition', (definition, message) => {
    expect(() => defineSeries(definition)).toThrow(message);
  });
  it('has been without what came later', () => {
    const schema = z.strictObject({ time: z.date(), n: z.string() });
    expect(() => defineSeries({ ...base, schema, key: [], later: ['n'] })).toThrow(
      'n came later, so it must be optional: rows from before do not have it',
    );
  });
  it('has a key of what is always there', () => {
    const schema = z.strictObject({ time: z.date(), n: z.string().optional() });
    expect(() => defineSeries({ ...base, schema, key: ['n'] })).toThrow('cannot be optional');
  });
});
