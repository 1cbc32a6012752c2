import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { isTrackedEnvelope } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCaller, domains, type ProductGraph } from '../src/index.ts';

describe('reports of the estate', { timeout: 60_000 }, () => {
  let platform: TestPlatform<ProductGraph>;
  const gone = new AbortController();
  const caller = () =>
    createCaller(platform, { id: 'reader', scopes: ['infra:read'] }, { signal: gone.signal });
  /** On a busy machine a part may take longer than a report waits. */
  const whole = <T extends { readonly degraded: readonly unknown[] }>(ask: () => Promise<T>) =>
    vi.waitFor(
      async () => {
        const report = await ask();
        expect(report.degraded).toEqual([]);
        return report;
      },
      { timeout: 40_000, interval: 200 },
    );

  beforeAll(async () => {
    platform = await openTestPlatform({ ...domains, environment: { GRAPHKEEP_DEADLINE_MS: '60s' } });
    await createCaller(platform, { id: 'writer', scopes: ['infra:write'] }).infra.ingest({
      series: 'incident_metrics',
      rows: [
        { time: new Date(), incidentId: 'i1', incidentType: 'outage', severity: 'high', services: ['a'] },
      ],
    });
  }, 60_000);
  afterAll(async () => {
    gone.abort();
    await platform.close();
  });

  it('are answered as deep as was asked for', async () => {
    const { reports } = caller().infra;
    const dashboard = await whole(() => reports.dashboard({ level: 'team', period: '7d' }));
    const figures = dashboard.sections.flatMap((section) => section.figures);
    expect(figures.find(({ name }) => name === 'incidents.open')).toMatchObject({ value: 1, previous: null });
    expect(figures.find(({ name }) => name === 'cost.total')).toMatchObject({ value: null });
    expect(await whole(() => reports.businessValue({ period: 'lastQuarter' }))).toMatchObject({
      level: 'ceo',
    });
    expect(await whole(() => reports.fiscalAnalysis({}))).toMatchObject({ kind: 'fiscalAnalysis' });
    expect(await whole(() => reports.infrastructureOverview({ limit: 5 }))).toMatchObject({ period: '7d' });
  });

  it('say what is wrong with what was asked for', async () => {
    await expect(caller().infra.reports.dashboard({ level: 'cio', team: 'web' })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'team',
    });
  });

  it('are told live: the dashboard first, and nothing to whoever has it', async () => {
    await whole(() => caller().infra.reports.dashboard({ period: '7d' }));
    const events: AsyncIterable<unknown> = await caller().infra.reports.live({ period: '7d' });
    for await (const event of events) {
      if (!isTrackedEnvelope(event)) throw new TypeError('An event has no id.');
      expect(event[1]).toMatchObject({ kind: 'report', report: { kind: 'dashboard', level: 'ceo' } });
      break;
    }
  });
});
