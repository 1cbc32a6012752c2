import {
  BusinessValueMetrics,
  CostMetrics,
  DatabaseMetrics,
  IncidentMetrics,
  NetworkMetrics,
  SecurityEvents,
  SystemMetrics,
} from '@graphkeep/models/infra';
import type { Series } from '@graphkeep/platform';
import { testPostgres } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  businessValue,
  costAnalysis,
  databasePerformance,
  incidentSummary,
  networkLatency,
  securitySummary,
  serviceTrend,
  systemSummary,
} from '../src/index.ts';
import { measurementsOf } from '../src/measurements/measurements.ts';
import { NOON, openReportStore, type ReportStore } from './report-store.ts';

const postgres = await testPostgres();
/** A session whose clocks are changed in the night before the 29th of March. */
const inBerlin = (url: string) =>
  `${url}${url.includes('?') ? '&' : '?'}options=-c%20TimeZone%3DEurope/Berlin`;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ago = (ms: number) => new Date(NOON.getTime() - ms);
const at = (text: string) => new Date(`2026-${text}Z`);

describe('measurements', { timeout: 60_000 }, () => {
  let opened: ReportStore;
  let store: ReportStore['platform'];
  let series: Series;
  beforeAll(async () => {
    opened = await openReportStore(postgres ? { DATABASE_URL: inBerlin(postgres.url) } : {});
    store = opened.platform;
    series = measurementsOf(store).series;
  }, 60_000);
  afterAll(() => opened[Symbol.asyncDispose]());

  it('say the same in whichever order they come, and however often', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({
      time: ago((40 - at) * MINUTE),
      cpu: at,
      responseMs: 100 + at,
      errorRate: at / 40,
      requests: at,
    }));
    const shuffled = rows.map((row, at) => rows[(at * 17) % rows.length] ?? row);
    await series.ingest(
      SystemMetrics,
      rows.map((row) => ({ ...row, service: 'ordered' })),
    );
    const report = await series.ingest(
      SystemMetrics,
      [...shuffled, ...shuffled].map((row) => ({ ...row, service: 'shuffled' })),
      { batch: 7 },
    );
    expect(report).toMatchObject({ inserted: 40, duplicates: 40, rejected: 0 });
    const [ordered, other] = await Promise.all(
      ['ordered', 'shuffled'].map((service) => serviceTrend(store, { service, hours: 1 })),
    );
    expect({ ...other, service: '' }).toEqual({ ...ordered, service: '' });
    expect(ordered?.slopes.cpu?.perHour).toBeCloseTo(60, 9);
  });

  it('are left out where they cannot be, and change nothing', async () => {
    const right = { time: ago(HOUR), service: 'strict', cpu: 10, errorRate: 1, responseMs: 20, requests: 3 };
    const wrong = [
      { ...right, time: new Date(NOON.getTime() + 6 * MINUTE) },
      { ...right, time: ago(91 * 24 * HOUR) },
      { ...right, time: new Date(Number.NaN) },
      { ...right, time: ago(2 * MINUTE), cpu: Number.NaN },
      { ...right, time: ago(2 * MINUTE), cpu: 100.1 },
      { ...right, time: ago(2 * MINUTE), errorRate: -0.1 },
      { ...right, time: ago(2 * MINUTE), responseMs: Number.POSITIVE_INFINITY },
      { ...right, time: ago(2 * MINUTE), requests: 2.5 },
    ];
    const report = await series.ingest(SystemMetrics, [right, ...wrong]);
    expect(report).toMatchObject({ inserted: 1, duplicates: 0, rejected: 8 });
    expect(report.rejections.map(({ field }) => field)).toEqual([
      ...['time', 'time', 'time', 'cpu', 'cpu', 'errorRate', 'responseMs', 'requests'],
    ]);
    const { services } = await systemSummary(store, { service: 'strict' });
    expect(services).toMatchObject([
      { avgCpu: 10, maxCpu: 10, errorRate: 1, avgResponseMs: 20, requests: 3 },
    ]);
    // What is a little ahead of our clock is right, and is told of when its time has come.
    await series.ingest(SystemMetrics, [
      { ...right, service: 'ahead', time: new Date(NOON.getTime() + MINUTE) },
    ]);
    expect((await systemSummary(store, { service: 'ahead' })).total).toBe(0);
    expect(
      (await systemSummary(store, { service: 'ahead', end: new Date(NOON.getTime() + HOUR) })).total,
    ).toBe(1);
  });

  it('that come late are in the sums from the next refresh on', async () => {
    const service = 'late';
    await series.ingest(SystemMetrics, [{ time: ago(72 * HOUR), service, cpu: 10, requests: 1 }]);
    await series.refresh();
    const cpu = async () => (await systemSummary(store, { service, days: 7 })).services[0]?.avgCpu;
    expect(await cpu()).toBe(10);
    await series.ingest(SystemMetrics, [{ time: ago(72 * HOUR - MINUTE), service, cpu: 30, requests: 1 }]);
    await series.refresh();
    expect(await cpu()).toBe(20);
  });

  it('of one moment are told, and nothing is made of them that needs two', async () => {
    const time = ago(30 * MINUTE);
    await series.ingest(SystemMetrics, [{ time, service: 'once', cpu: 7, responseMs: 12, errorRate: 0 }]);
    const trend = await serviceTrend(store, { service: 'once', hours: 1 });
    expect(trend).toMatchObject({
      gaps: 11,
      responseP50: 12,
      responseP95: 12,
      slopes: { cpu: null, memory: null, responseMs: null },
    });
    await series.ingest(DatabaseMetrics, [{ time, identifier: 'once', cpu: 61 }]);
    expect(
      (await databasePerformance(store)).databases.find(({ identifier }) => identifier === 'once'),
    ).toMatchObject({
      status: 'warning',
      avgReadLatencyMs: null,
      iops: null,
    });
  });

  it('without a single figure are unknown, and not nothing', async () => {
    const time = ago(MINUTE);
    await series.ingest(SystemMetrics, [{ time, service: 'mute' }]);
    await series.ingest(DatabaseMetrics, [{ time, identifier: 'mute' }]);
    await series.ingest(NetworkMetrics, [{ time, source: 'mute', target: 'deaf' }]);
    await series.ingest(CostMetrics, [{ time, resourceId: 'mute', resourceType: 'mute' }]);
    await series.ingest(BusinessValueMetrics, [
      { time, metricType: 'm', category: 'mute', initiative: 'mute' },
    ]);
    await series.ingest(SecurityEvents, [
      { time, eventId: 'mute', eventType: 'mute', severity: 'low', region: 'mute' },
    ]);
    await series.ingest(IncidentMetrics, [
      { time, incidentId: 'mute', incidentType: 'mute', severity: 'low', region: 'mute' },
    ]);
    await series.refresh();
    expect((await systemSummary(store, { service: 'mute' })).services).toEqual([
      {
        ...{
          service: 'mute',
          status: 'unknown',
          avgCpu: null,
          maxCpu: null,
          avgMemory: null,
          maxMemory: null,
        },
        ...{ avgResponseMs: null, maxResponseMs: null, errorRate: null, requests: null },
      },
    ]);
    expect((await systemSummary(store, { service: 'mute' })).healthyShare).toBeNull();
    expect((await databasePerformance(store, { identifier: 'mute' })).databases).toMatchObject([
      { status: 'unknown' },
    ]);
    expect((await networkLatency(store, { source: 'mute' })).pairs).toMatchObject([
      { latencyMs: null, requests: null, errorShare: null, high: false },
    ]);
    expect(await costAnalysis(store, { resourceType: 'mute' })).toMatchObject({
      total: null,
      waste: null,
      projection: null,
      breakdown: [{ name: 'mute', cost: null, share: null }],
    });
    expect(await businessValue(store, { initiative: 'mute' })).toMatchObject({
      value: null,
      annualised: null,
    });
    expect(await securitySummary(store, { region: 'mute' })).toMatchObject({
      open: [{ cvss: null }],
      meanHoursToResolve: null,
    });
    expect(await incidentSummary(store, { region: 'mute' })).toMatchObject({
      ...{ incidents: 1, toDetect: null, toResolve: null, revenueImpact: null, preventableShare: null },
    });
  });

  it('of no time at all are none', async () => {
    const never = { start: at('01-01T00:00:00'), end: at('01-02T00:00:00') };
    expect(await systemSummary(store, never)).toMatchObject({ total: 0, healthyShare: null, services: [] });
    expect(await serviceTrend(store, { service: 'mute', ...never })).toMatchObject({
      gaps: 288,
      responseP50: null,
    });
    expect(await databasePerformance(store, never)).toMatchObject({ critical: 0, databases: [] });
    expect(await networkLatency(store, never)).toMatchObject({ pairs: [], matrix: [], total: 0 });
    expect(await costAnalysis(store, never)).toMatchObject({ total: null, days: [], projection: null });
    expect(await businessValue(store, never)).toMatchObject({ value: null, months: [], weeks: [] });
    expect(await securitySummary(store, never)).toMatchObject({ total: 0, resolutionRate: null });
    expect(await incidentSummary(store, never)).toMatchObject({ incidents: 0, toDetect: null });
  });

  it('of a day on which clocks were changed have all of its 24 hours', async () => {
    const hours = Array.from(
      { length: 72 },
      (_, hour) => new Date(at('03-28T00:30:00').getTime() + hour * HOUR),
    );
    await series.ingest(
      CostMetrics,
      // A dollar more with each hour of the day.
      hours.map((time) => ({
        time,
        resourceId: 'clock',
        resourceType: 'clock',
        dailyCost: time.getUTCHours(),
      })),
    );
    await series.ingest(BusinessValueMetrics, [
      { time: at('03-29T23:30:00'), metricType: 'm', category: 'c', initiative: 'clock', savings: 5 },
      { time: at('03-30T00:30:00'), metricType: 'm', category: 'c', initiative: 'clock', savings: 7 },
      { time: at('03-31T23:30:00'), metricType: 'm', category: 'c', initiative: 'clock', savings: 11 },
    ]);
    await series.refresh();
    const range = { start: at('03-23T00:00:00'), end: at('04-06T00:00:00') };
    expect(
      (await costAnalysis(store, { ...range, resourceType: 'clock' })).days.map(({ day, cost }) => [
        day,
        cost,
      ]),
    ).toEqual([
      [at('03-28T00:00:00'), 11.5],
      [at('03-29T00:00:00'), 11.5],
      [at('03-30T00:00:00'), 11.5],
    ]);
    const value = await businessValue(store, { ...range, initiative: 'clock' });
    expect(value.weeks).toMatchObject([
      { week: at('03-23T00:00:00'), savings: 5 },
      { week: at('03-30T00:00:00'), savings: 18 },
    ]);
    expect(value.months).toMatchObject([{ month: at('03-01T00:00:00'), savings: 23 }]);
  });

  it.each([
    // The month that has just begun has no day yet.
    ['02-28T12:00:00', '2026-02-01', 28, 28],
    ['03-01T00:00:00', null, null, null],
    ['02-14T12:00:00', '2026-02-01', 14, 28],
  ] as const)('are projected to the end of their month: at %s', async (end, month, soFar, projected) => {
    await series.ingest(
      CostMetrics,
      Array.from({ length: 59 }, (_, day) => ({
        time: new Date(Date.UTC(2026, 0, 1 + day)),
        resourceId: 'month',
        resourceType: 'month',
        dailyCost: 1,
      })),
    );
    await series.refresh();
    const { projection } = await costAnalysis(store, { end: at(end), days: 30, resourceType: 'month' });
    expect(projection).toEqual(month === null ? null : { month: new Date(month), soFar, projected });
  });
});
