import { tcpProxy } from '@graphkeep/faults';
import { testPostgres } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  estateMeasurements,
  estateOf,
  executiveDashboard,
  figureOf,
  infrastructureOverview,
  type Report,
  renderReport,
  storeEstate,
  storeMeasurements,
} from '../src/index.ts';
import { NOON, openReportStore, type ReportStore } from './report-store.ts';

const postgres = await testPostgres();
const MINUTE = 60_000;
const estate = estateOf({ services: 10 });
const later = (minutes: number) => new Date(NOON.getTime() + minutes * MINUTE);
const awayIn = (report: Report) => report.degraded.map(({ part }) => part).sort();
const ofGraph = ['critical', 'estate'];
const ofSql = ['compliance', 'cost', 'databases', 'incidents', 'network', 'security', 'services', 'value'];

describe.skipIf(!postgres)('a dashboard, when PostgreSQL is cut off', { timeout: 60_000 }, () => {
  const url = new URL(postgres?.url ?? 'postgres://localhost');
  let store: ReportStore;
  let proxy: Awaited<ReturnType<typeof tcpProxy>>;
  const PATIENT = { partMs: 20_000 };
  beforeAll(async () => {
    proxy = await tcpProxy({ target: { host: url.hostname, port: Number(url.port) } });
    const proxied = new URL(url);
    proxied.port = String(proxy.port);
    store = await openReportStore({
      DATABASE_URL: proxied.href,
      GRAPHKEEP_SQL_POOL_MIN: '0',
      GRAPHKEEP_BREAKER_HALF_OPEN_AFTER_MS: '50',
      // Each loss is seen by itself.
      GRAPHKEEP_CACHE_GRACE: '1h',
    });
    await storeEstate(store.platform, estate);
    const start = new Date(NOON.getTime() - 2 * 24 * 60 * MINUTE);
    await storeMeasurements(
      store.platform,
      estateMeasurements(estate, { start, end: NOON, stepMinutes: 120 }),
    );
  }, 60_000);
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
  });

  it('shows the other half and the last that is known, says which and since when, and is whole again afterwards', async () => {
    const before = await vi.waitFor(
      async () => {
        const report = await executiveDashboard(store.platform, { level: 'team', period: '7d' }, PATIENT);
        expect(report.degraded).toEqual([]);
        return report;
      },
      { timeout: 20_000, interval: 50 },
    );
    const total = figureOf(before, 'cost.total')?.value;
    expect(total).toBeGreaterThan(0);

    proxy.refuse();
    proxy.reset();
    // What is not a quarter of an hour old is not asked for again.
    expect((await executiveDashboard(store.platform, { period: '7d' }, PATIENT)).degraded).toEqual([]);

    store.clock.now = later(20);
    const known = await executiveDashboard(store.platform, { level: 'team', period: '7d' }, PATIENT);
    expect(awayIn(known)).toEqual(ofSql);
    for (const one of known.degraded)
      expect(one).toMatchObject({ store: 'sql', asOf: NOON, since: later(20) });
    expect(figureOf(known, 'cost.total')?.value).toBe(total);
    expect(known.sections.find(({ part }) => part === 'estate')?.asOf).toEqual(later(20));
    expect(renderReport(known)).toContain(
      '- **cost** is as of 2026-06-15 12:00: the sql store is away since 2026-06-15 12:20',
    );

    store.clock.now = later(25);
    const unknown = await executiveDashboard(store.platform, { level: 'team', period: '90d' }, PATIENT);
    expect(awayIn(unknown)).toEqual(ofSql);
    for (const one of unknown.degraded) expect(one).toMatchObject({ asOf: null, since: later(20) });
    expect(figureOf(unknown, 'cost.total')).toMatchObject({ value: null, change: null });
    expect(figureOf(unknown, 'estate.services')?.value).toBeGreaterThan(10);
    const overview = await infrastructureOverview(store.platform, { level: 'team', period: '90d' }, PATIENT);
    const services = overview.sections
      .flatMap(({ tables }) => tables)
      .find(({ name }) => name === 'overview.services');
    expect(services?.rows).toHaveLength(
      [...estate.nodes()].filter(({ label }) => label === 'Service').length,
    );
    for (const row of services?.rows ?? [])
      expect(row).toMatchObject({ status: null, name: expect.any(String) });

    proxy.clear();
    store.clock.now = later(60);
    await vi.waitFor(
      async () => {
        store.clock.now = new Date(store.clock.now.getTime() + MINUTE);
        const whole = await executiveDashboard(store.platform, { level: 'team', period: '7d' }, PATIENT);
        expect(whole.degraded).toEqual([]);
        expect(whole.sections.every(({ asOf }) => asOf !== null)).toBe(true);
      },
      { timeout: 20_000, interval: 100 },
    );
  });

  it('waits for a silent one no longer than for a part', async () => {
    store.clock.now = later(200);
    proxy.blackHole();
    const began = performance.now();
    const report = await executiveDashboard(
      store.platform,
      { level: 'team', period: 'ytd' },
      { partMs: 2_000 },
    );
    expect(awayIn(report)).toEqual(ofSql);
    expect(performance.now() - began).toBeLessThan(10_000);
    proxy.clear();
  });

  it('shows what was measured, when the graph is away', async () => {
    store.clock.now = later(240);
    await store.platform.operations.openBreaker('graph');
    const report = await vi.waitFor(
      async () => {
        store.clock.now = new Date(store.clock.now.getTime() + MINUTE);
        const asked = await executiveDashboard(
          store.platform,
          { level: 'team', period: '7d' },
          { partMs: 5_000 },
        );
        expect(awayIn(asked)).toEqual(ofGraph);
        return asked;
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(figureOf(report, 'estate.services')).toMatchObject({ value: null });
    expect(figureOf(report, 'services.measured')?.value).toBeGreaterThan(10);
    const team = await executiveDashboard(store.platform, { level: 'team', team: 'payments' }, PATIENT);
    expect(team.degraded).toMatchObject([{ part: 'services', store: 'graph', asOf: null }]);
    expect(figureOf(team, 'value.total')?.value).not.toBeNull();
    await store.platform.operations.closeBreaker('graph');
  });
});
