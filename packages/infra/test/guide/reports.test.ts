import { readFileSync } from 'node:fs';
import {
  businessValueReport,
  estateMeasurements,
  estateOf,
  executiveDashboard,
  figureOf,
  fiscalAnalysis,
  followDashboard,
  infraDomain,
  infrastructureOverview,
  renderReport,
  storeEstate,
  storeMeasurements,
} from '@graphkeep/infra';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { expect, it, vi } from 'vitest';

const environment = { GRAPHKEEP_DEADLINE_MS: '60s', GRAPHKEEP_INFRA_BUDGET: '600000' };

it('reports of an estate that was made', { timeout: 60_000 }, async () => {
  await using opened = await openTestPlatform({
    ...infraDomain,
    environment,
    now: () => new Date('2026-06-15T12:00:00Z'),
  });
  const platform = opened.as({ id: 'guide', scopes: ['infra:read'] });
  const DAY = 86_400_000;
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});

  //#region make
  const estate = estateOf({ seed: 7, services: 10 });
  await storeEstate(platform, estate);
  const end = platform.now();
  const start = new Date(end.getTime() - 30 * DAY);
  const made = estateMeasurements(estate, { seed: 7, start, end, stepMinutes: 720 });
  await storeMeasurements(platform, made);
  console.log(made.planted.incidents[0]?.rootCause); // what was planted is told, to be looked for
  //#endregion

  const patient = { partMs: 60_000 };
  await vi.waitFor(
    async () => expect((await executiveDashboard(platform, { level: 'team' }, patient)).degraded).toEqual([]),
    { timeout: 20_000 },
  );
  // On a busy machine a part may take longer than a report waits: here they are read before.
  await fiscalAnalysis(platform, {}, patient);

  //#region dashboard
  const dashboard = await executiveDashboard(platform, { level: 'cio', period: '30d' });
  const open = figureOf(dashboard, 'incidents.open');
  console.log(open?.value, open?.previous); // 1 null: of before nothing was measured
  //#endregion
  expect(log.mock.lastCall).toEqual([1, null]);

  //#region degraded
  for (const { part, store, since, asOf } of dashboard.degraded)
    console.log(`${part}: ${store} is away since ${since.toISOString()}`, asOf ?? 'nothing is known');
  //#endregion

  //#region fiscal
  const year = await fiscalAnalysis(platform, { level: 'director' });
  const [method] = year.sections[0]?.tables.find(({ name }) => name === 'budget.method')?.rows ?? [];
  console.log(figureOf(year, 'budget.forecast')?.value, method?.['method'], method?.['confidence']);
  //#endregion
  expect(log.mock.lastCall?.[2]).toBe(0.9);

  //#region render
  const value = await businessValueReport(platform, {
    level: 'team',
    team: 'platform',
    period: 'yearToDate',
  });
  console.log(renderReport(value)); // # Business value …
  //#endregion
  expect(log.mock.lastCall?.[0]).toContain('# Business value');

  const stop = new AbortController();
  //#region live
  for await (const { report } of followDashboard(platform, { level: 'ceo' }, stop.signal)) {
    console.log(renderReport(report));
    break;
  }
  //#endregion
  log.mockRestore();

  const page = readFileSync(new URL('../../../../docs/infra-reports.md', import.meta.url), 'utf8');
  const reports = [
    await executiveDashboard(platform, { level: 'team' }, patient),
    await infrastructureOverview(platform, { level: 'team' }, patient),
    year,
  ];
  for (const { sections } of reports)
    for (const { figures } of sections) for (const { name } of figures) expect(page).toContain(`\`${name}\``);
});
