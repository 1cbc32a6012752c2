import {
  BusinessValueMetrics,
  CostMetrics,
  DatabaseMetrics,
  IncidentMetrics,
  NetworkMetrics,
  SecurityEvents,
  SystemMetrics,
} from '@graphkeep/models/infra';
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
import { NOW, openSeriesStore, type SeriesStore } from './series-store.ts';

const postgres = await testPostgres();
const engines = [
  { name: 'embedded', environment: {} },
  ...(postgres ? [{ name: 'postgres', environment: { DATABASE_URL: postgres.url } }] : []),
];

const MINUTE = 60_000;
const DAY = 86_400_000;
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const day = (text: string) => new Date(`2026-${text}T00:00:00Z`);

describe.each(engines)('measurements on $name', ({ environment }) => {
  let estate: SeriesStore;
  beforeAll(async () => {
    estate = await openSeriesStore(environment);
    const { series } = estate;
    const minutes = Array.from({ length: 60 }, (_, minute) => minute);
    await series.ingest(SystemMetrics, [
      // Grows by a point each minute, with a gap of ten.
      ...minutes
        .filter((minute) => minute < 20 || minute >= 30)
        .map((minute) => ({
          time: ago((60 - minute) * MINUTE),
          service: 'growing',
          environment: 'production',
          cpu: minute,
          responseMs: 100,
          errorRate: 0.1,
          requests: 10,
        })),
      ...minutes.map((minute) => ({
        time: ago((60 - minute) * MINUTE),
        service: 'failing',
        errorRate: 6,
        responseMs: 50,
      })),
      { time: ago(MINUTE), service: 'slow', responseMs: 1_500, errorRate: 0 },
      { time: ago(MINUTE), service: 'silent', cpu: 3 },
      { time: ago(5 * DAY), service: 'old', cpu: 50, errorRate: 0, requests: 7 },
    ]);
    await series.ingest(DatabaseMetrics, [
      {
        time: ago(2 * MINUTE),
        identifier: 'hot',
        engine: 'postgres',
        cpu: 90,
        readLatencyMs: 10,
        readIops: 5,
        writeIops: 7,
        freeStorage: 10,
      },
      { time: ago(MINUTE), identifier: 'hot', engine: 'postgres', cpu: 80, freeStorage: 9 },
      { time: ago(MINUTE), identifier: 'slow', cpu: 1, readLatencyMs: 51 },
      { time: ago(MINUTE), identifier: 'calm', cpu: 60, readLatencyMs: 50 },
      { time: ago(MINUTE), identifier: 'unmeasured', connections: 3 },
    ]);
    await series.ingest(NetworkMetrics, [
      { time: ago(2 * MINUTE), source: 'a', target: 'b', latencyAvg: 10, requests: 90, errors: 9 },
      { time: ago(MINUTE), source: 'a', target: 'b', latencyAvg: 1_010, requests: 10, timeouts: 1 },
      { time: ago(MINUTE), source: 'b', target: 'c', latencyAvg: 20 },
    ]);
    await series.ingest(
      CostMetrics,
      // The last fourteen days of May and the first fourteen of June.
      Array.from({ length: 28 }, (_, at) => new Date(day('05-18').getTime() + at * DAY + 3_600_000)).flatMap(
        (time) => [
          {
            time,
            resourceId: 'r1',
            resourceType: 'rds',
            dailyCost: 30,
            waste: 12,
            potential: 10,
            recommendation: 'Use a smaller one.',
          },
          { time, resourceId: 'r2', resourceType: 'eks', region: 'eu-west-1', dailyCost: 70, waste: 1 },
        ],
      ),
    );
    await series.ingest(BusinessValueMetrics, [
      {
        time: day('04-30'),
        metricType: 'automation',
        category: 'efficiency',
        initiative: 'robots',
        team: 'ops',
        hoursSaved: 10,
        efficiency: 20,
      },
      {
        time: day('05-01'),
        metricType: 'automation',
        category: 'efficiency',
        initiative: 'robots',
        team: 'ops',
        hoursSaved: 30,
        efficiency: 40,
      },
      { time: day('05-31'), metricType: 'cost', category: 'savings', initiative: 'smaller', savings: 9_000 },
    ]);
    await series.ingest(SecurityEvents, [
      {
        time: ago(10 * DAY),
        eventId: 'e1',
        eventType: 'vulnerability',
        severity: 'critical',
        resource: 'db',
        cvss: 9.8,
      },
      { time: ago(9 * DAY), eventId: 'e2', eventType: 'login', severity: 'low', resource: 'web' },
      {
        time: ago(8 * DAY),
        eventId: 'e2',
        eventType: 'login',
        severity: 'low',
        resource: 'web',
        status: 'resolved',
        resolvedAt: ago(8 * DAY),
      },
      {
        time: ago(2 * DAY),
        eventId: 'e3',
        eventType: 'vulnerability',
        severity: 'high',
        resource: 'db',
        cvss: 7.5,
      },
      { time: ago(DAY), eventId: 'e4', eventType: 'scan', severity: 'info', status: 'false_positive' },
    ]);
    await series.ingest(IncidentMetrics, [
      {
        time: day('06-08'),
        incidentId: 'i1',
        incidentType: 'outage',
        severity: 'critical',
        services: ['api'],
      },
      {
        time: day('06-09'),
        incidentId: 'i1',
        incidentType: 'outage',
        severity: 'critical',
        status: 'resolved',
        services: ['api'],
        detectionMinutes: 5,
        resolutionMinutes: 60,
        rootCause: 'full disk',
        preventable: true,
        revenueImpact: 500,
      },
      {
        time: day('06-10'),
        incidentId: 'i2',
        incidentType: 'slow',
        severity: 'low',
        services: ['web'],
        detectionMinutes: 15,
        preventable: false,
      },
      { time: day('06-15'), incidentId: 'i3', incidentType: 'slow', severity: 'low' },
    ]);
    await series.refresh();
  });
  afterAll(() => estate[Symbol.asyncDispose]());

  it('tell how every service has been doing', async () => {
    const summary = await systemSummary(estate, { hours: 24 });
    expect(summary).toMatchObject({
      from: 'rows',
      total: 4,
      healthy: 1,
      degradedServices: 1,
      unhealthy: 1,
      unknown: 1,
      healthyShare: 1 / 3,
    });
    expect(summary.services.map(({ service, status }) => [service, status])).toEqual([
      ['failing', 'unhealthy'],
      ['slow', 'degraded'],
      ['silent', 'unknown'],
      ['growing', 'healthy'],
    ]);
    expect(summary.services[3]).toMatchObject({ maxCpu: 59, requests: 500, avgMemory: null });
    const week = await systemSummary(estate, { days: 7, environment: undefined });
    expect(week).toMatchObject({ from: 'hours', total: 5 });
    expect(week.services.find(({ service }) => service === 'growing')).toMatchObject({
      maxCpu: 59,
      requests: 500,
      avgCpu: summary.services[3]?.avgCpu,
    });
    expect((await systemSummary(estate, { environment: 'production' })).total).toBe(1);
    expect(await systemSummary(estate, { start: day('01-01'), end: day('01-02') })).toMatchObject({
      total: 0,
      healthyShare: null,
      services: [],
    });
  });

  it('tell how one service has been doing, with gaps as gaps', async () => {
    const trend = await serviceTrend(estate, { service: 'growing', hours: 1 });
    expect(trend.points).toHaveLength(12);
    expect(trend.gaps).toBe(2);
    expect(trend.points[0]).toMatchObject({ time: ago(60 * MINUTE), cpu: 2, requests: 50 });
    expect(trend.points[4]).toMatchObject({ cpu: null, requests: null });
    expect(trend.slopes.cpu?.perHour).toBeCloseTo(60, 6);
    expect(trend.slopes.cpu).toMatchObject({ significant: true });
    expect(trend.slopes).toMatchObject({ memory: null });
    expect(trend).toMatchObject({ responseP50: 100, responseP95: 100 });
    expect(await serviceTrend(estate, { service: 'nobody', hours: 1 })).toMatchObject({
      gaps: 12,
      responseP50: null,
      slopes: { cpu: null },
    });
    expect((await serviceTrend(estate, { service: 'silent', hours: 1 })).slopes.cpu).toBeNull();
    await expect(serviceTrend(estate, { service: 'growing', days: 90 })).rejects.toMatchObject({
      field: 'bucketMinutes',
    });
  });

  it('tell which databases have too much to do', async () => {
    const { databases, critical, warning } = await databasePerformance(estate);
    expect([critical, warning]).toEqual([1, 1]);
    expect(databases.map(({ identifier, status }) => [identifier, status])).toEqual([
      ['hot', 'critical'],
      ['slow', 'warning'],
      ['unmeasured', 'unknown'],
      ['calm', 'ok'],
    ]);
    expect(databases[0]).toMatchObject({ avgCpu: 85, maxCpu: 90, iops: 12, freeStorage: 9, deadlocks: null });
  });

  it('tell how fast services answer, by how often they are asked', async () => {
    const network = await networkLatency(estate);
    expect(network.pairs).toMatchObject([
      { source: 'a', target: 'b', latencyMs: 110, requests: 100, errorShare: 0.1, high: true },
      { source: 'b', target: 'c', latencyMs: 20, requests: null, errorShare: null, high: false },
    ]);
    expect(network).toMatchObject({ services: ['a', 'b', 'c'], total: 2 });
    expect(network.matrix).toEqual([
      [null, 110, null],
      [null, null, 20],
      [null, null, null],
    ]);
    expect(await networkLatency(estate, { limit: 1 })).toMatchObject({ total: 2, services: ['a', 'b'] });
  });

  it('tell what the estate costs, and will', async () => {
    const costs = await costAnalysis(estate, { start: day('05-18'), end: NOW });
    expect(costs.days).toHaveLength(28);
    expect(costs).toMatchObject({ total: 2_800, waste: 28 * 13, potential: 10 });
    expect(costs.breakdown).toEqual([
      { name: 'eks', cost: 1_960, share: 0.7 },
      { name: 'rds', cost: 840, share: 0.3 },
    ]);
    expect(costs.wasteful).toEqual([
      {
        resourceId: 'r1',
        resourceType: 'rds',
        resourceName: null,
        waste: 12,
        potential: 10,
        recommendation: 'Use a smaller one.',
      },
    ]);
    // Fourteen days are known, and June has thirty.
    expect(costs.projection).toEqual({ month: day('06-01'), soFar: 1_400, projected: 3_000 });
    expect(await costAnalysis(estate, { start: day('01-01'), end: day('01-05') })).toMatchObject({
      total: null,
      days: [],
      projection: null,
    });
  });

  it('tell what initiatives have brought', async () => {
    const value = await businessValue(estate, {
      start: day('04-01'),
      end: day('07-01'),
      hourCost: 100,
      investments: { robots: 2_000 },
    });
    expect(value).toMatchObject({ savings: 9_000, hours: 40, value: 13_000 });
    expect(value.annualised).toBeCloseTo((13_000 / 91) * 365.25, 6);
    expect(value.months).toMatchObject([
      { month: day('04-01'), value: 1_000 },
      { month: day('05-01'), value: 12_000 },
    ]);
    expect(value.initiatives).toMatchObject([
      { initiative: 'smaller', value: 9_000, returnOnInvestment: null, efficiency: null },
      { initiative: 'robots', value: 4_000, returnOnInvestment: 1, efficiency: 30, team: 'ops' },
    ]);
    expect(value.teams).toMatchObject([
      { team: 'ops', value: 4_000 },
      { team: null, value: 9_000 },
    ]);
    expect(await businessValue(estate, { start: day('04-01'), end: day('07-01') })).toMatchObject({
      value: 9_000,
      hours: 40,
    });
  });

  it('tell what has threatened it, as it was told last', async () => {
    const summary = await securitySummary(estate);
    expect(summary).toMatchObject({ total: 4, resolutionRate: 1 / 3, meanHoursToResolve: 24 });
    expect(summary.bySeverity.map(({ name }) => name).sort()).toEqual(['critical', 'high', 'info', 'low']);
    expect(summary.byStatus).toEqual([
      { name: 'open', events: 2 },
      { name: 'false_positive', events: 1 },
      { name: 'resolved', events: 1 },
    ]);
    expect(summary.open).toMatchObject([
      { eventId: 'e1', cvss: 9.8, ageDays: 10 },
      { eventId: 'e3', ageDays: 2 },
    ]);
    expect(summary.mostAffected).toMatchObject([
      { resource: 'db', events: 2, critical: 1 },
      { resource: 'web' },
    ]);
    expect(summary.byDay).toHaveLength(4);
  });

  it('tell what went wrong, and for how long', async () => {
    const incidents = await incidentSummary(estate);
    expect(incidents).toMatchObject({
      incidents: 3,
      open: 2,
      toDetect: 10,
      toAcknowledge: null,
      toResolve: 60,
      revenueImpact: 500,
      preventableShare: 0.5,
    });
    expect(incidents.byWeek).toMatchObject([
      { week: day('06-08'), incidents: 2, toDetect: 10 },
      { week: day('06-15'), incidents: 1, toDetect: null },
    ]);
    expect(incidents.byTypeAndSeverity).toMatchObject([
      { type: 'slow', severity: 'low', incidents: 2 },
      { type: 'outage' },
    ]);
    expect(incidents.rootCauses).toEqual([{ rootCause: 'full disk', incidents: 1 }]);
    expect((await incidentSummary(estate, { service: 'api' })).incidents).toBe(1);
  });

  it.each([
    [{ hours: 5, days: 1 }, 'one of start, hours and days'],
    [{ start: NOW, end: NOW }, 'start must be before end'],
    [{ start: day('01-01'), end: new Date('2030-01-01') }, '800 days at most'],
  ])('say what is wrong with a range', async (range, message) => {
    await expect(systemSummary(estate, range)).rejects.toMatchObject({
      field: 'start',
      message: expect.stringContaining(message),
    });
  });
});
