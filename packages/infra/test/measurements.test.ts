import { createHash } from 'node:crypto';
import { infraSeries } from '@graphkeep/models/infra';
import { testPostgres } from '@graphkeep/services';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  businessValue,
  costAnalysis,
  databasePerformance,
  type EstateMeasurements,
  estateMeasurements,
  estateOf,
  incidentSummary,
  networkLatency,
  securitySummary,
  serviceTrend,
  storeMeasurements,
  systemSummary,
} from '../src/index.ts';
import { NOON as NOW, openReportStore, type ReportStore } from './report-store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const estate = estateOf({ services: 10 });
const calm = estateOf({ services: 10, faults: false });
const start = new Date(NOW.getTime() - DAY);

const linesOf = (made: EstateMeasurements): string[] =>
  [...made.batches()]
    .flatMap(({ series, rows }) => rows.map((row) => `${series} ${JSON.stringify(row)}`))
    .sort();
const digestOf = (made: EstateMeasurements) =>
  createHash('sha256').update(linesOf(made).join('\n')).digest('hex');

describe('made measurements', () => {
  it('are the same for the same number, and others for another', () => {
    const of = (seed: number) =>
      digestOf(estateMeasurements(estate, { seed, start, end: NOW, stepMinutes: 60 }));
    expect(of(3)).toBe(of(3));
    expect(of(3)).not.toBe(of(4));
  });

  it('of a period are those of its parts, whatever they are', () => {
    const made = (from: number, to: number) =>
      linesOf(
        estateMeasurements(calm, {
          start: new Date(NOW.getTime() + from * HOUR),
          end: new Date(NOW.getTime() + to * HOUR),
          stepMinutes: 30,
          faults: false,
        }),
      );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 59 }), (cut) => {
        expect([...made(0, cut), ...made(cut, 60)].sort()).toEqual(made(0, 60));
      }),
      { numRuns: 4 },
    );
  });

  it('fit what their series take', () => {
    for (const { series, rows } of estateMeasurements(estate, {
      start,
      end: NOW,
      stepMinutes: 60,
    }).batches()) {
      const definition = infraSeries.find(({ name }) => name === series);
      for (const row of rows) expect(definition?.schema.safeParse(row)).toMatchObject({ success: true });
    }
  });

  it('have a rhythm: more by day than by night, and less at weekends', () => {
    const end = new Date('2026-06-22T00:00:00Z');
    const requests = new Map<string, number>();
    for (const batch of estateMeasurements(calm, {
      start: new Date('2026-06-15T00:00:00Z'),
      end,
      stepMinutes: 60,
    }).batches())
      if (batch.series === 'system_metrics')
        for (const { time, requests: n = 0 } of batch.rows)
          requests.set(time.toISOString(), (requests.get(time.toISOString()) ?? 0) + n);
    const at = (text: string) => requests.get(`2026-06-${text}:00:00.000Z`) ?? Number.NaN;
    expect(at('16T14')).toBeGreaterThan(2 * at('16T02'));
    expect(at('20T14')).toBeLessThan(0.7 * at('19T14'));
  });

  it('of many services are told without being held', () => {
    let rows = 0;
    let largest = 0;
    const many = estateMeasurements(estateOf({ services: 1_000 }), { start, end: NOW, stepMinutes: 120 });
    for (const batch of many.batches()) {
      rows += batch.rows.length;
      largest = Math.max(largest, batch.rows.length);
    }
    expect(rows).toBeGreaterThan(40_000);
    expect(largest).toBe(2_000);
  });

  it.each([
    [{ end: start }, 'start must be before end.', 'start'],
    [{ stepMinutes: 7 }, 'stepMinutes is 7: must be a whole number of minutes', 'stepMinutes'],
    [{ stepMinutes: 0.5 }, 'stepMinutes is 0.5', 'stepMinutes'],
  ])('say what is wrong with %o', (wrong, message, field) => {
    expect(() => estateMeasurements(estate, { start, end: NOW, ...wrong })).toThrow(
      expect.objectContaining({ field, message: expect.stringContaining(message) }),
    );
  });
});

const postgres = await testPostgres();
const engines = [
  { name: 'embedded', environment: {} },
  ...(postgres ? [{ name: 'postgres', environment: { DATABASE_URL: postgres.url } }] : []),
];

describe.each(engines)('what was planted, on $name', { timeout: 60_000 }, ({ environment }) => {
  const made = estateMeasurements(estate, { start, end: NOW, stepMinutes: 20 });
  const { planted } = made;
  let opened: ReportStore;
  let store: ReportStore['platform'];
  beforeAll(async () => {
    opened = await openReportStore(environment);
    store = opened.platform;
    await storeMeasurements(store, made);
  }, 60_000);
  afterAll(() => opened[Symbol.asyncDispose]());

  it('is told of, and each thing of it is there', () => {
    expect(planted).toMatchObject({
      incidents: { length: 3 },
      waste: { length: 3 },
      bottlenecks: { length: 2 },
      slowPairs: { length: 2 },
      security: { length: 10 },
      initiatives: { length: 4 },
      compliance: { length: 2 },
      gaps: { length: 1 },
    });
  });

  it('is written once, however often, and can be stopped', async () => {
    const told: number[] = [];
    const again = await storeMeasurements(store, made, {
      onProgress: ({ duplicates }) => void told.push(duplicates),
    });
    expect(again).toMatchObject({ inserted: 0, rejected: 0 });
    expect(told.at(-1)).toBe(again.duplicates);
    await expect(
      storeMeasurements(store, made, { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
  });

  it('has incidents that are seen in the services, and in those that depend on them', async () => {
    for (const { service, dependents, from, to } of planted.incidents) {
      const { services } = await systemSummary(store, { start: from, end: to ?? NOW });
      const sick = services.filter(({ status }) => status === 'unhealthy').map((one) => one.service);
      expect(sick.sort()).toEqual([service, ...dependents].sort());
    }
    const told = await incidentSummary(store, { start, end: NOW });
    expect(told).toMatchObject({ incidents: 3, open: 1 });
    expect(told.rootCauses.map(({ rootCause }) => rootCause).sort()).toEqual(
      planted.incidents.flatMap(({ to, rootCause }) => (to ? [rootCause] : [])).sort(),
    );
    const [first] = planted.incidents;
    expect((await incidentSummary(store, { start, end: NOW, service: first?.dependents[0] })).incidents).toBe(
      1,
    );
  });

  it('has gaps that are gaps', async () => {
    for (const { service, from, to } of planted.gaps) {
      const trend = await serviceTrend(store, { service, start, end: NOW, bucketMinutes: 20 });
      expect(trend.gaps).toBe((to.getTime() - from.getTime()) / 1_200_000);
    }
  });

  it('has waste, databases with too much to do and slow pairs', async () => {
    const { wasteful } = await costAnalysis(store, { start, end: NOW });
    expect(wasteful.map(({ resourceId, waste }) => ({ resourceId, perDay: waste }))).toEqual(
      [...planted.waste].sort((one, other) => other.perDay - one.perDay),
    );
    const { databases } = await databasePerformance(store, { start, end: NOW });
    expect(
      databases.flatMap(({ identifier, status }) => (status === 'ok' ? [] : [{ identifier, status }])),
    ).toEqual(planted.bottlenecks);
    const { pairs } = await networkLatency(store, { start, end: NOW });
    expect(
      new Set(pairs.flatMap(({ source, target, high }) => (high ? [`${source} ${target}`] : []))),
    ).toEqual(new Set(planted.slowPairs.map(({ source, target }) => `${source} ${target}`)));
  });

  it('has threats of every severity, open and resolved', async () => {
    const told = await securitySummary(store, { start, end: NOW });
    expect(told.total).toBe(planted.security.length);
    expect(told.open.map(({ eventId }) => eventId).sort()).toEqual(
      planted.security.flatMap(({ eventId, status }) => (status === 'open' ? [eventId] : [])).sort(),
    );
    expect(told).toMatchObject({ resolutionRate: 0.5, meanHoursToResolve: 6 });
    expect(told.bySeverity).toHaveLength(5);
  });

  it('has what initiatives brought', async () => {
    const { initiatives } = await businessValue(store, { start, end: NOW });
    for (const { initiative, savings, hours } of planted.initiatives) {
      const found = initiatives.find((one) => one.initiative === initiative);
      expect(found?.savings ?? 0).toBeCloseTo(savings, 6);
      expect(found?.hours ?? 0).toBeCloseTo(hours, 6);
    }
  });

  it('is all that is found: nothing is where nothing was planted', async () => {
    const range = { start: new Date(NOW.getTime() - 41 * DAY), end: new Date(NOW.getTime() - 40 * DAY) };
    await storeMeasurements(store, estateMeasurements(calm, { ...range, stepMinutes: 60, faults: false }));
    expect(await systemSummary(store, range)).toMatchObject({ total: 10, healthyShare: 1 });
    expect(await databasePerformance(store, range)).toMatchObject({
      critical: 0,
      warning: 0,
      databases: { length: 10 },
    });
    expect((await networkLatency(store, range)).pairs.filter(({ high }) => high)).toEqual([]);
    expect(await costAnalysis(store, range)).toMatchObject({ wasteful: [], waste: 0 });
    expect(await securitySummary(store, range)).toMatchObject({ total: 0, open: [], resolutionRate: null });
    expect(await incidentSummary(store, range)).toMatchObject({ incidents: 0, open: 0, toResolve: null });
    expect(await businessValue(store, range)).toMatchObject({ value: null, initiatives: [] });
    for (const { label, node } of calm.nodes())
      if (label === 'Service')
        expect(
          await serviceTrend(store, { service: node.serviceId, ...range, bucketMinutes: 60 }),
        ).toMatchObject({ gaps: 0 });
  });
});
