import { reportLevels } from '@graphkeep/models/infra';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { randomOf } from '../src/generator/random.ts';
import { figuresOf } from '../src/reporting/figures.ts';
import { forecastOf } from '../src/reporting/forecast.ts';
import { calendarPeriods, dashboardPeriods, periodOf } from '../src/reporting/periods.ts';
import { atLevel } from '../src/reporting/report.ts';
import { daysOf } from '../src/series/range.ts';

const text = ({ start, end }: { readonly start: Date; readonly end: Date }) =>
  `${start.toISOString().slice(0, 16)} ${end.toISOString().slice(0, 16)}`;
const at = (name: Parameters<typeof periodOf>[0], now: string, fiscalYearStart = 1) => {
  const { range, previous } = periodOf(name, { now: new Date(now), fiscalYearStart });
  return [text(range), text(previous)];
};

describe('a period', () => {
  it.each<[Parameters<typeof at>, [string, string]]>([
    [
      ['currentMonth', '2026-06-15T12:00Z'],
      ['2026-06-01T00:00 2026-06-15T12:00', '2026-05-01T00:00 2026-05-15T12:00'],
    ],
    // February has no thirtieth day to be compared with.
    [
      ['currentMonth', '2026-03-31T12:00Z'],
      ['2026-03-01T00:00 2026-03-31T12:00', '2026-02-01T00:00 2026-03-01T00:00'],
    ],
    [
      ['lastMonth', '2026-01-31T12:00Z'],
      ['2025-12-01T00:00 2026-01-01T00:00', '2025-11-01T00:00 2025-12-01T00:00'],
    ],
    [
      ['lastMonth', '2028-03-31T23:59Z'],
      ['2028-02-01T00:00 2028-03-01T00:00', '2028-01-01T00:00 2028-02-01T00:00'],
    ],
    [
      ['currentQuarter', '2026-05-31T00:00Z'],
      ['2026-04-01T00:00 2026-05-31T00:00', '2026-01-01T00:00 2026-03-02T00:00'],
    ],
    [
      ['lastQuarter', '2026-02-15T00:00Z'],
      ['2025-10-01T00:00 2026-01-01T00:00', '2025-07-01T00:00 2025-10-01T00:00'],
    ],
    [
      ['yearToDate', '2028-12-31T12:00Z'],
      ['2028-01-01T00:00 2028-12-31T12:00', '2027-01-01T00:00 2028-01-01T00:00'],
    ],
    [
      ['fiscalYear', '2026-06-15T00:00Z', 4],
      ['2026-04-01T00:00 2026-06-15T00:00', '2025-04-01T00:00 2025-06-15T00:00'],
    ],
    [
      ['fiscalYear', '2026-03-31T00:00Z', 4],
      ['2025-04-01T00:00 2026-03-31T00:00', '2024-04-01T00:00 2025-03-31T00:00'],
    ],
    [
      ['fiscalYear', '2026-10-01T00:00Z', 10],
      ['2026-10-01T00:00 2026-10-01T00:00', '2025-10-01T00:00 2025-10-01T00:00'],
    ],
    [
      ['lastFiscalYear', '2026-09-30T00:00Z', 10],
      ['2024-10-01T00:00 2025-10-01T00:00', '2023-10-01T00:00 2024-10-01T00:00'],
    ],
    [
      ['7d', '2026-06-15T12:00Z'],
      ['2026-06-09T00:00 2026-06-15T12:00', '2026-06-02T00:00 2026-06-08T12:00'],
    ],
  ])('of %j is %j', (given, expected) => {
    expect(at(...given)).toEqual(expected);
  });

  it('is never empty, ends in no future, and meets what it is compared with in no moment', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(...calendarPeriods, ...dashboardPeriods),
        (now, fiscalYearStart, name) => {
          const { range, previous } = periodOf(name, { now, fiscalYearStart });
          expect(range.start < range.end).toBe(true);
          expect(previous.start < previous.end).toBe(true);
          expect(range.end.getTime()).toBeLessThanOrEqual(now.getTime() + 1);
          expect(previous.end.getTime()).toBeLessThanOrEqual(range.start.getTime());
          if (name.includes('iscal')) expect(range.start.getUTCMonth()).toBe(fiscalYearStart - 1);
          if (name === 'fiscalYear') expect(daysOf(range)).toBeLessThanOrEqual(366);
        },
      ),
      { numRuns: 500 },
    );
  });

  describe('where the clocks are changed', () => {
    const zone = process.env['TZ'];
    afterEach(() => {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    });
    it.each(['America/New_York', 'Europe/Berlin', 'Pacific/Apia', 'Asia/Kolkata'])(
      'is the same in %s as in UTC: it is told in UTC',
      (other) => {
        const nows = ['2026-03-08T07:30Z', '2026-03-29T01:30Z', '2026-11-01T06:30Z', '2026-12-31T23:59:59Z'];
        const all = () =>
          nows.flatMap((now) => [...calendarPeriods, ...dashboardPeriods].map((name) => at(name, now, 7)));
        process.env['TZ'] = 'UTC';
        const utc = all();
        process.env['TZ'] = other;
        expect(new Date('2026-07-01').getTimezoneOffset()).not.toBe(0);
        expect(all()).toEqual(utc);
      },
    );
  });
});

describe('a figure', () => {
  const period = periodOf('lastMonth', { now: new Date('2026-04-01T00:00Z'), fiscalYearStart: 1 });
  const facts = [
    {
      name: 'a',
      label: 'A',
      unit: 'money',
      kind: 'sum',
      level: 'ceo',
      of: ({ n }: { n: number | null }) => n,
    },
    {
      name: 'b',
      label: 'B',
      unit: 'money',
      kind: 'state',
      level: 'ceo',
      of: ({ n }: { n: number | null }) => n,
    },
  ] as const;
  const of = (current: number | null, previous: number | null) =>
    figuresOf(facts, { n: current }, { n: previous }, period);

  it('is compared with what was before: sums by the day, since months differ', () => {
    const [sum, state] = of(310, 280);
    expect(sum).toMatchObject({ value: 310, previous: 280, change: 30 });
    expect(sum?.changeShare).toBeCloseTo(0, 12);
    expect(state?.changeShare).toBeCloseTo(30 / 280, 12);
  });

  it('is compared with nothing where one side is missing, and is never made of it', () => {
    for (const [current, previous] of [
      [null, 3],
      [3, null],
      [null, null],
      [Number.NaN, 3],
    ] as const)
      expect(of(current, previous)[0]).toMatchObject({ change: null, changeShare: null });
    expect(of(Number.POSITIVE_INFINITY, 1)[0]).toMatchObject({ value: null });
    expect(of(0, 0)[0]).toMatchObject({ value: 0, change: 0, changeShare: null });
    expect(figuresOf(facts, null, null, period)[0]).toMatchObject({ value: null, previous: null });
  });
});

describe('a level', () => {
  const level = fc.constantFrom(...reportLevels);
  const part = {
    label: '',
    asOf: null,
    range: { start: new Date(0), end: new Date(1) },
    previousRange: null,
  };
  const unmeasured = {
    label: '',
    unit: 'count',
    kind: 'sum',
    previous: null,
    change: null,
    changeShare: null,
  } as const;
  const sections = fc.array(
    fc.record({
      part: fc.string(),
      figures: fc.array(
        fc.record({ name: fc.string(), level, value: fc.option(fc.double({ noNaN: true })) }),
      ),
      tables: fc.array(fc.record({ name: fc.string(), level })),
    }),
  );

  it('has all that those before it have, the same, and the last one has all', () => {
    fc.assert(
      fc.property(sections, (given) => {
        const whole = given.map(({ figures, tables, ...one }) => ({
          ...part,
          ...one,
          figures: figures.map((figure) => ({ ...unmeasured, ...figure })),
          tables: tables.map((table) => ({ ...table, label: '', columns: [], rows: [] })),
        }));
        const shown = reportLevels.map((depth) =>
          atLevel(depth, whole).flatMap(({ figures, tables }): readonly object[] => [...figures, ...tables]),
        );
        for (const [depth, mine] of shown.entries())
          for (const one of mine) for (const deeper of shown.slice(depth)) expect(deeper).toContain(one);
        expect(shown.at(-1)).toEqual(whole.flatMap(({ figures, tables }) => [...figures, ...tables]));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a forecast', () => {
  const days = (costs: readonly (number | null)[]) =>
    costs.map((cost, at) => ({ day: new Date(Date.UTC(2026, 0, 1 + at)), cost }));
  const steady = (count: number, cost: (at: number) => number) =>
    days(Array.from({ length: count }, (_, at) => cost(at)));

  it.each([
    ['no day', []],
    ['one day', days([5])],
    ['twenty days', steady(20, () => 5)],
    ['days without a figure', days(Array.from({ length: 40 }, () => null))],
    ['a gap in the last week', days([...Array.from({ length: 30 }, () => 5), null, 5, 5])],
  ])('of %s is none', (_, known) => {
    expect(forecastOf(known, 30)).toBeNull();
  });

  it('where no day is left is none', () => {
    expect(
      forecastOf(
        steady(60, () => 5),
        0,
      ),
    ).toBeNull();
  });

  it('of what is steady is that, weekends or not', () => {
    const weekly = steady(70, (at) => (at % 7 < 5 ? 10 : 3));
    expect(forecastOf(weekly, 14)).toMatchObject({
      method: 'mean',
      expected: 2 * (5 * 10 + 2 * 3),
      days: 70,
    });
  });

  it('of what grows goes on growing', () => {
    const growing = forecastOf(
      steady(70, (at) => 100 + at),
      30,
    );
    expect(growing).toMatchObject({ method: 'trend' });
    // The days 70 to 99.
    expect(growing?.expected).toBeCloseTo(30 * (100 + 84.5), 6);
  });

  it('says how sure it is: the truth lies within its bounds about as often as it says', () => {
    let within = 0;
    const runs = 300;
    for (let seed = 0; seed < runs; seed++) {
      const random = randomOf(seed);
      const noise = () => Array.from({ length: 6 }, () => random.next()).reduce((sum, one) => sum + one, -3);
      const all = Array.from({ length: 100 }, () => 100 + 10 * noise());
      const forecast = forecastOf(days(all.slice(0, 70)), 30);
      const truth = all.slice(70).reduce((sum, one) => sum + one, 0);
      if (forecast && forecast.low <= truth && truth <= forecast.high) within += 1;
    }
    expect(within / runs).toBeGreaterThan(0.82);
    expect(within / runs).toBeLessThan(0.97);
  });
});
