import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportLevels } from '@graphkeep/models/infra';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  businessValueReport,
  costAnalysis,
  estateMeasurements,
  estateOf,
  executiveDashboard,
  figureOf,
  fiscalAnalysis,
  followDashboard,
  infrastructureOverview,
  type Report,
  renderReport,
  reportSchema,
  storeEstate,
  storeMeasurements,
} from '../src/index.ts';
import { NOON, openReportStore, PATIENT, type ReportStore } from './report-store.ts';

const file = (name: string, value: object) => {
  const path = join(mkdtempSync(join(tmpdir(), 'graphkeep-reports-')), name);
  writeFileSync(path, JSON.stringify(value));
  return path;
};
const environment = {
  GRAPHKEEP_INFRA_HOUR_COST: '80',
  GRAPHKEEP_INFRA_FISCAL_YEAR_START: '4',
  GRAPHKEEP_INFRA_CURRENCY: 'EUR',
  GRAPHKEEP_INFRA_INVESTMENT: file('investment.json', { autoscaling: 5_000, 'test-robots': 1_000 }),
  GRAPHKEEP_INFRA_BUDGET: file('budget.json', { compute: 400_000, data: 100_000, unused: 5_000 }),
};
const DAY = 86_400_000;
const estate = estateOf({ services: 10 });
/** From the first day of the fiscal year on. */
const made = estateMeasurements(estate, {
  start: new Date('2026-04-01T00:00Z'),
  end: NOON,
  stepMinutes: 720,
});
const { planted } = made;

const value = (report: Report, name: string) => figureOf(report, name)?.value;
const tableOf = (report: Report, name: string) =>
  report.sections.flatMap(({ tables }) => tables).find((table) => table.name === name)?.rows;
const namesIn = ({ sections }: Report) =>
  sections.flatMap(({ figures, tables }) => [...figures, ...tables].map(({ name }) => name));

const ofGraph = ['estate', 'critical', 'overview'];
/** Who depends on whom is read in the background at first. */
const whole = (ask: () => Promise<Report>): Promise<Report> =>
  vi.waitFor(
    async () => {
      const report = await ask();
      expect(report.degraded).toEqual([]);
      return report;
    },
    { timeout: 20_000, interval: 50 },
  );

describe('reports', { timeout: 60_000 }, () => {
  let store: ReportStore;
  beforeAll(async () => {
    store = await openReportStore(environment);
    await storeEstate(store.platform, estate);
  }, 60_000);
  afterAll(() => store[Symbol.asyncDispose]());

  const reports = {
    businessValue: (level: Report['level']) =>
      businessValueReport(store.platform, { level, period: 'currentQuarter' }, PATIENT),
    dashboard: (level: Report['level']) =>
      executiveDashboard(store.platform, { level, period: '30d' }, PATIENT),
    fiscalAnalysis: (level: Report['level']) => fiscalAnalysis(store.platform, { level }, PATIENT),
    infrastructureOverview: (level: Report['level']) =>
      infrastructureOverview(store.platform, { level }, PATIENT),
  };

  it('have no figures where nothing was ever measured, and no zeros in their place', async () => {
    for (const make of Object.values(reports)) {
      const { sections } = await whole(() => make('team'));
      for (const { part, figures, tables } of sections.filter(({ part: name }) => !ofGraph.includes(name))) {
        expect([part, figures.filter(({ value: one }) => one !== null)]).toEqual([part, []]);
        // But the months of a year, each without a figure.
        const rows = tables.flatMap(({ name, rows: all }) => (name === 'budget.byMonth' ? [] : all));
        expect([part, rows]).toEqual([part, []]);
      }
    }
    await storeMeasurements(store.platform, made);
  });

  it.each(Object.entries(reports))('%s tells the same facts at four depths', async (kind, at) => {
    const all: Report[] = [];
    for (const level of reportLevels) all.push(await whole(() => at(level)));
    for (const [depth, report] of all.entries()) {
      expect(reportSchema.parse(report)).toEqual(report);
      expect(report).toMatchObject({ kind, level: reportLevels[depth], currency: 'EUR', degraded: [] });
      expect(new Set(namesIn(report)).size).toBe(namesIn(report).length);
      const deeper = all[depth + 1];
      if (!deeper) continue;
      expect(namesIn(deeper).length).toBeGreaterThan(namesIn(report).length);
      const known = new Map(
        deeper.sections.flatMap(({ figures, tables }) =>
          [...figures, ...tables].map((one) => [one.name, one]),
        ),
      );
      for (const { figures, tables } of report.sections)
        for (const one of [...figures, ...tables]) expect(known.get(one.name)).toEqual(one);
    }
  });

  it('tell what was planted', async () => {
    const dashboard = await whole(() =>
      executiveDashboard(store.platform, { level: 'team', period: '90d' }, PATIENT),
    );
    expect(value(dashboard, 'incidents.count')).toBe(planted.incidents.length);
    expect(value(dashboard, 'incidents.open')).toBe(1);
    expect(value(dashboard, 'security.openCritical')).toBe(1);
    expect(value(dashboard, 'security.open')).toBe(5);
    expect(value(dashboard, 'databases.critical')).toBe(1);
    expect(value(dashboard, 'databases.warning')).toBe(1);
    expect(value(dashboard, 'network.slowPairs')).toBe(planted.slowPairs.length);
    expect(value(dashboard, 'compliance.failing')).toBe(planted.compliance.length);
    expect(value(dashboard, 'compliance.share')).toBeCloseTo(10 / 12, 12);
    expect(value(dashboard, 'estate.services')).toBe(
      [...estate.nodes()].filter(({ label }) => label === 'Service').length,
    );
    expect(value(dashboard, 'estate.savable')).toBe(14_550);
    expect(value(dashboard, 'critical.singlePoints')).toBe(estate.planted.articulation.length);
    expect(
      tableOf(dashboard, 'cost.wasteful')
        ?.map(({ resource }) => resource)
        .sort(),
    ).toEqual(planted.waste.map(({ resourceId }) => resourceId).sort());
    expect(tableOf(dashboard, 'incidents.rootCauses')).toHaveLength(2);
    // Of before nothing was measured, and nothing is made of that.
    expect(figureOf(dashboard, 'cost.total')).toMatchObject({
      previous: null,
      change: null,
      changeShare: null,
    });
    expect(dashboard.sections.find(({ part }) => part === 'cost')?.previousRange).toBeNull();
  });

  it('tell what initiatives brought, in the money that hours are worth, against what was put into them', async () => {
    const report = await businessValueReport(
      store.platform,
      { level: 'director', period: 'currentQuarter' },
      PATIENT,
    );
    const worth = planted.initiatives.reduce((sum, { savings, hours }) => sum + savings + hours * 80, 0);
    expect(value(report, 'value.total')).toBeCloseTo(worth, 4);
    expect(value(report, 'value.returnOnInvestment')).toBeCloseTo((worth - 6_000) / 6_000, 6);
    const rows = tableOf(report, 'value.byInitiative') ?? [];
    const scaling = planted.initiatives.find(({ initiative }) => initiative === 'autoscaling');
    expect(rows.find(({ initiative }) => initiative === 'autoscaling')?.['returnOnInvestment']).toBeCloseTo(
      ((scaling?.savings ?? 0) - 5_000) / 5_000,
      6,
    );
    expect(rows.find(({ initiative }) => initiative === 'patching')).toMatchObject({
      returnOnInvestment: null,
    });
    const deep = await businessValueReport(
      store.platform,
      { level: 'team', period: 'currentQuarter' },
      PATIENT,
    );
    // Ten whole weeks from the sixth of April on: the last one ended this morning.
    expect(tableOf(deep, 'value.byWeek')).toHaveLength(10);
    const monthly = await businessValueReport(store.platform, { period: 'lastMonth' }, PATIENT);
    expect(monthly).toMatchObject({
      range: { start: new Date('2026-05-01') },
      previousRange: { start: new Date('2026-04-01') },
    });
    // The same each day, in months of 31 and 30 days.
    expect(figureOf(monthly, 'value.total')?.change).toBeCloseTo(worth / 76, 6);
    expect(figureOf(monthly, 'value.total')?.changeShare).toBeCloseTo(0, 9);
  });

  it('are read once for all who ask at once, and again when rows came', async () => {
    const reads = () =>
      store.platform.sql.insight
        .fingerprints()
        .filter(({ text }) => text.includes('weekly_value') && text.includes('SELECT bucket AS week'))
        .reduce((sum, { count }) => sum + count, 0);
    const ask = () => executiveDashboard(store.platform, { period: 'ytd' }, PATIENT);
    const before = reads();
    await Promise.all(Array.from({ length: 50 }, ask));
    expect(reads()).toBe(before + 1);
    await ask();
    expect(reads()).toBe(before + 1);
    await storeMeasurements(store.platform, {
      planted,
      batches: () => [
        {
          series: 'business_value_metrics',
          rows: [{ time: NOON, metricType: 'new', category: 'risk', initiative: 'patching', riskScore: 3 }],
        },
      ],
    });
    await ask();
    expect(reads()).toBe(before + 2);
  });

  it('tell a team of what is its own', async () => {
    const report = await executiveDashboard(store.platform, { level: 'team', team: 'payments' }, PATIENT);
    expect(report.sections.map(({ part }) => part)).toEqual(['services', 'value']);
    expect(tableOf(report, 'value.byTeam')?.map(({ team }) => team)).toEqual(['payments']);
    const own = [...estate.nodes()].flatMap(({ label, node }) =>
      label === 'Service' && node.team === 'payments' ? [node.serviceId] : [],
    );
    expect(
      tableOf(report, 'services.all')
        ?.map(({ service }) => service)
        .sort(),
    ).toEqual(own.sort());
    await expect(executiveDashboard(store.platform, { level: 'cio', team: 'payments' })).rejects.toThrow(
      'goes with the level team alone',
    );
    const nobody = await executiveDashboard(store.platform, { level: 'team', team: 'nobody' }, PATIENT);
    expect(value(nobody, 'services.unhealthy')).toBeNull();
    expect(value(nobody, 'value.total')).toBeNull();
  });

  it('hold a fiscal year against its budget, and say what it will cost and how that is known', async () => {
    const report = await fiscalAnalysis(store.platform, { level: 'director' }, PATIENT);
    expect(report).toMatchObject({ period: 'fiscalYear', range: { start: new Date('2026-04-01') } });
    const { total } = await costAnalysis(store.platform, { start: new Date('2026-04-01'), end: NOON });
    const actual = total ?? Number.NaN;
    expect(value(report, 'budget.actual')).toBeCloseTo(actual, 6);
    expect(value(report, 'budget.year')).toBe(505_000);
    expect(value(report, 'budget.soFar')).toBeCloseTo((505_000 * 76) / 365, 6);
    expect(value(report, 'budget.over')).toBeCloseTo(actual - (505_000 * 76) / 365, 6);
    const forecast = value(report, 'budget.forecast') ?? Number.NaN;
    expect(Math.abs(forecast / ((actual / 76) * 365) - 1)).toBeLessThan(0.02);
    expect(value(report, 'budget.forecastLow')).toBeLessThan(forecast);
    expect(value(report, 'budget.forecastHigh')).toBeGreaterThan(forecast);
    expect(tableOf(report, 'budget.method')).toMatchObject([{ days: 70, confidence: 0.9 }]);
    const months = tableOf(report, 'budget.byMonth') ?? [];
    expect(months).toHaveLength(12);
    expect(months.map(({ days }) => days)).toEqual([30, 31, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(months[3]).toMatchObject({ actual: null, month: new Date('2026-07-01') });
    expect(months.reduce((sum, { budget }) => sum + Number(budget), 0)).toBeCloseTo(505_000, 6);
    const centers = tableOf(report, 'budget.byCenter') ?? [];
    expect(centers.find(({ center }) => center === 'unused')).toEqual({
      center: 'unused',
      actual: null,
      budget: 5_000,
      over: null,
    });
    // Nothing was measured of the year before: there is nothing to be forecast from, and nothing is.
    const last = await fiscalAnalysis(store.platform, { level: 'team', period: 'lastFiscalYear' }, PATIENT);
    for (const { name, value: figure } of last.sections.flatMap(({ figures }) => figures))
      expect([name, figure]).toEqual([name, null]);
  });

  it('join the graph with what was measured', async () => {
    const report = await infrastructureOverview(
      store.platform,
      { level: 'team', period: '90d', limit: 100 },
      PATIENT,
    );
    const services = tableOf(report, 'overview.services') ?? [];
    const hub = services.find(({ service }) => service === 'hub');
    expect(hub).toMatchObject({ dependents: 6, team: 'platform', status: 'healthy' });
    expect(services.find(({ service }) => service === 'svc-0')).toMatchObject({ clusters: 'cluster-0' });
    const clusters = tableOf(report, 'overview.clusters') ?? [];
    expect(clusters[0]).toMatchObject({ cluster: 'idle', cost: 6_000, services: 0, unhealthy: null });
    expect(clusters.find(({ cluster }) => cluster === 'crowded')).toMatchObject({
      services: 6,
      measured: 6,
      unhealthy: 0,
    });
    const [hot] = planted.bottlenecks;
    expect(tableOf(report, 'overview.databases')?.[0]).toMatchObject({
      database: hot?.identifier,
      status: 'critical',
      services: 5,
      cost: 700,
    });
  });

  it('are read by people too', async () => {
    const text = renderReport(
      await executiveDashboard(store.platform, { level: 'team', period: '90d' }, PATIENT),
    );
    expect(text).toMatch(/^# Dashboard\n\n2026-03-18 to 2026-06-15 12:00, compared with .* amounts in EUR/);
    expect(text).toMatch(/\| Incidents \| 3 \| – \| – \|/);
    expect(text).toMatch(/\| Rules kept \| 83\.3 % \| – \| – \|/);
    expect(text).not.toMatch(/undefined|NaN|\[object|null/);
    const odd = renderReport({
      ...(await fiscalAnalysis(store.platform, {}, PATIENT)),
      sections: [],
      degraded: [{ part: 'a|b', store: 'sql', reason: 'x\n# y', since: NOON, asOf: null }],
    });
    expect(odd).toContain('- **a\\|b** is missing: the sql store is away since 2026-06-15 12:00 (x # y).');
  });

  it('are told again as soon as something has changed', async () => {
    const stop = new AbortController();
    const told = followDashboard(store.platform, { period: '7d' }, stop.signal, { ...PATIENT, everyMs: 20 });
    const first = (await told.next()).value;
    const next = told.next();
    await storeMeasurements(store.platform, {
      planted,
      batches: () => [
        {
          series: 'incident_metrics',
          rows: [
            {
              time: new Date(NOON.getTime() - DAY),
              incidentId: 'new',
              incidentType: 'outage',
              severity: 'low',
            },
          ],
        },
      ],
    });
    const second = (await next).value;
    if (!first || !second) throw new Error('Nothing was told.');
    expect(value(second.report, 'incidents.open')).toBe(
      (value(first.report, 'incidents.open') ?? Number.NaN) + 1,
    );
    // Whoever has seen it already is told of the next change alone.
    const again = followDashboard(store.platform, { period: '7d', lastEventId: second.cursor }, stop.signal, {
      ...PATIENT,
      everyMs: 20,
    });
    const last = [told.next(), again.next()];
    await executiveDashboard(store.platform, { period: '7d' }, PATIENT);
    stop.abort();
    expect(await Promise.all(last)).toMatchObject([{ done: true }, { done: true }]);
  });
});
