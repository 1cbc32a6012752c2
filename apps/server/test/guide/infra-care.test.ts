import { setTimeout as sleep } from 'node:timers/promises';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer } from '../servers.ts';

describe('the care of an estate in docs/infra.md', { timeout: 60_000 }, () => {
  let server: TestServer;
  let gk: Graphkeep;
  beforeAll(async () => {
    server = await startTestServer();
    gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it('validates', async () => {
    //#region validate
    const job = await gk.infra.validation.start({ categories: ['schema', 'graph quality'] });
    for (let run = job; !run.endedAt; run = await gk.infra.jobs.status({ id: job.id })) await sleep(250);
    const report = await gk.infra.validation.report({}); // the last one
    console.log(report.score, report.counts); // 1 { passed: 11, warning: 0, failed: 0, error: 0 }
    console.log(report.checks[0]); // the most urgent: its name, severity, result, details and a recommendation
    console.log(report.since); // against the run before: { score, appeared: […], mended: […] }
    //#endregion
    expect(report).toMatchObject({
      score: 1,
      counts: { passed: 11, warning: 0, failed: 0, error: 0 },
      since: null,
    });
    expect(report.checks[0]).toMatchObject({ recommendation: null });
  });

  it('optimises', async () => {
    //#region optimise
    const plan = await gk.infra.optimisation.plan(); // changes nothing
    for (const { name, state, way, statements } of plan.indexes) console.log(name, state, way, statements);
    const job = await gk.infra.optimisation.apply({ confirm: plan.confirm }); // of no use once the tables have changed
    //#endregion
    expect(plan).toMatchObject({ toMake: 0 });
    expect(plan.indexes).toHaveLength(8);
    expect(job).toMatchObject({ name: 'infra.optimise' });
  });

  it('explains', async () => {
    //#region explain
    const { statements } = await gk.infra.optimisation.explain({});
    for (const { name, plan, recommendations } of statements)
      console.log(name, plan?.indexes, plan?.rowsRead, plan?.buffers, recommendations);
    const { tables, growthPerDay, daysLeft } = await gk.infra.optimisation.capacity({
      limitBytes: 100 * 1_024 ** 3,
    });
    const { unused, missing, scanned } = await gk.infra.optimisation.indexUse();
    const { queries } = await gk.infra.optimisation.profileGraph({ queries: ['clusters'] });
    console.log(queries[0]?.statements.map(({ operation, rows, dbHits }) => [operation, rows, dbHits]));
    //#endregion
    expect(tables.map(({ table }) => table)).toContain('hourly_system');
    expect([growthPerDay, daysLeft, unused, scanned]).toEqual([null, null, null, null]);
    expect(missing).toEqual([]);
    expect(queries[0]?.statements.length).toBeGreaterThan(0);
  });
});
