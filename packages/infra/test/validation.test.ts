import { Deployment, Service, SystemMetrics } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  applyIndexes,
  estateMeasurements,
  estateOf,
  infraDomain,
  planIndexes,
  storeEstate,
  storeMeasurements,
} from '../src/index.ts';
import { measurementsOf } from '../src/measurements/measurements.ts';
import { nodeLabels } from '../src/queries/topology/kinds.ts';
import type { Category } from '../src/validation/check.ts';
import { readRun, validationHistory } from '../src/validation/history.ts';
import { renderValidation } from '../src/validation/render-validation.ts';
import { validate } from '../src/validation/validate.ts';
import { run } from './measured-rows.ts';

let now = new Date('2026-06-15T12:00:00Z');
const at = (hoursAgo: number) => new Date(Date.UTC(2026, 5, 15, 12) - hoursAgo * 3_600_000).toISOString();
const estate = estateOf({ services: 40, faults: false });
const measurements = estateMeasurements(estate, {
  start: new Date('2026-06-15T00:00:00Z'),
  end: now,
  stepMinutes: 30,
  faults: false,
});

describe('an estate of forty services', { timeout: 60_000 }, () => {
  let opened: TestPlatform<typeof infraDomain.graph>;
  const platform = () => opened.as({ id: 'test', scopes: ['*'] });
  beforeAll(async () => {
    opened = await openTestPlatform({
      ...infraDomain,
      now: () => now,
      environment: { GRAPHKEEP_DEADLINE_MS: '60s' },
    });
    await storeEstate(platform(), estate);
    await storeMeasurements(platform(), measurements);
  }, 60_000);
  afterAll(() => opened[Symbol.asyncDispose]());

  /** A minute later each time, so that one run comes after the other. */
  const look = (...categories: readonly Category[]) => {
    now = new Date(now.getTime() + 1);
    return validate(platform(), categories.length > 0 ? { categories } : {});
  };
  const found = async (...categories: readonly Category[]) =>
    (await look(...categories)).checks
      .filter(({ result }) => result !== 'passed')
      .map(({ name, result }) => `${result}: ${name}`);
  /** Has the sums of a service's rows made anew, as if the rows had never been there. */
  const sumUp = async (service: string) => {
    await run(
      platform(),
      `INSERT INTO graphkeep_late SELECT DISTINCT 'hourly_system', bucket FROM hourly_system WHERE service = '${service}'`,
    );
    await measurementsOf(platform()).series.refresh();
  };
  const remove = async (service: string, where = 'true') => {
    await run(platform(), `DELETE FROM system_metrics WHERE service = '${service}' AND ${where}`);
    await sumUp(service);
  };
  const restore = async (service: string) => {
    for (const { series, rows } of measurements.batches())
      if (series === 'system_metrics')
        await measurementsOf(platform()).ingest(
          SystemMetrics,
          rows.filter((row) => row.service === service),
        );
    await sumUp(service);
  };
  const change = (statement: ReturnType<typeof cypher>, ...writes: readonly string[]) =>
    platform().query(statement, { rows: z.object({}), writes, changes: [] });

  it('that is as it should be is worth everything', async () => {
    const report = await look();
    expect(report.checks.filter(({ result }) => result !== 'passed')).toEqual([]);
    expect(report).toMatchObject({ score: 1, kept: true, since: null, counts: { failed: 0, error: 0 } });
    expect(report.categories.map(({ category }) => category)).toHaveLength(8);
    expect(renderValidation(report)).toContain('Nothing was found.');
  });

  it('that has measured what it does not have in the graph', async () => {
    const extra = { serviceId: 'extra', name: 'extra', status: 'running' };
    await platform().repo(Service).create(extra);
    await platform().repo(Service).relate({ serviceId: 'extra' }, 'clusters', { name: 'cluster-0' });
    expect(await found('cross-store consistency')).toEqual(['warning: services of the graph are measured']);
    await run(
      platform(),
      `INSERT INTO system_metrics SELECT time, 'extra' AS service FROM system_metrics WHERE service = 'svc-0'`.replace(
        'SELECT',
        '(time, service) SELECT',
      ),
    );
    await run(
      platform(),
      `INSERT INTO graphkeep_late SELECT DISTINCT 'hourly_system', bucket FROM hourly_system`,
    );
    await measurementsOf(platform()).series.refresh();
    expect(await found()).toEqual([]);
    await platform().repo(Service).remove({ serviceId: 'extra' });
    expect(await found()).toEqual(['failed: measured services are in the graph']);
    await remove('extra');
    const { since } = await look();
    expect(since).toMatchObject({ mended: ['measured services are in the graph'], appeared: [] });
  });

  it('of which one service is not measured any more', async () => {
    await remove('svc-3', `time > '${at(2)}'`);
    expect(await found()).toEqual(['failed: measurements are fresh']);
    await restore('svc-3');
  });

  it('with a gap in its measurements', async () => {
    await remove('svc-4', `time > '${at(6)}' AND time < '${at(4)}'`);
    const report = await look();
    expect(report.checks[0]).toMatchObject({
      name: 'measurements have no gaps',
      details: expect.stringContaining(`svc-4 since ${at(6)} for 120 min`),
    });
    expect(report.counts).toMatchObject({ warning: 1, failed: 0, error: 0 });
    await restore('svc-4');
  });

  const sqlDefects = [
    {
      what: 'a value out of its bounds',
      make: ["UPDATE system_metrics SET cpu = 250 WHERE service = 'svc-5'"],
      mend: ["UPDATE system_metrics SET cpu = 50 WHERE service = 'svc-5'"],
      finds: 'failed: values are within their bounds',
    },
    {
      what: 'a row of the future',
      make: ["INSERT INTO compliance_metrics VALUES ('2027-01-01', 'SOC2', 'x', 'y', 'partial')"],
      mend: ["DELETE FROM compliance_metrics WHERE time = '2027-01-01'"],
      finds: 'failed: nothing is of the future',
    },
    {
      what: 'sums that are not of the rows',
      make: [`UPDATE hourly_system SET "rows" = "rows" + 1 WHERE service = 'svc-6'`],
      mend: [`UPDATE hourly_system SET "rows" = "rows" - 1 WHERE service = 'svc-6'`],
      finds: 'failed: sums are of the rows',
    },
    {
      what: 'a table without its key',
      make: ['ALTER TABLE compliance_metrics DROP CONSTRAINT compliance_metrics_pkey'],
      mend: ['ALTER TABLE compliance_metrics ADD PRIMARY KEY (framework, control, resource, time)'],
      finds: 'failed: keys of measurements',
    },
    {
      what: 'a column of another name',
      make: ['ALTER TABLE compliance_metrics RENAME evidence TO proof'],
      mend: ['ALTER TABLE compliance_metrics RENAME proof TO evidence'],
      finds: 'failed: tables of measurements',
    },
  ];
  it.each(sqlDefects)('with $what', async ({ make, mend, finds }) => {
    await run(platform(), ...make);
    const made = await found('schema', 'series quality', 'API consistency');
    await run(platform(), ...mend);
    expect(made).toEqual([finds]);
    expect(await found('schema', 'series quality', 'API consistency')).toEqual([]);
  });

  it('without an index', async () => {
    await run(platform(), 'DROP INDEX idx_incident_metrics_resolution');
    expect(await found('schema')).toEqual(['failed: indexes of measurements']);
    await applyIndexes(platform(), { confirm: (await planIndexes(platform())).confirm });
    expect(await found('schema')).toEqual([]);
  });

  it('in which two services cannot start without each other', async () => {
    const services = platform().repo(Service);
    const [one, other] = [{ serviceId: 'svc-8' }, { serviceId: 'svc-9' }];
    await services.relate(one, 'dependsOn', other, { critical: true });
    await services.relate(other, 'dependsOn', one, { critical: false });
    expect(await found('graph quality', 'API consistency')).toEqual([]);
    await services.unrelate(other, 'dependsOn', one);
    await services.relate(other, 'dependsOn', one, { critical: true });
    expect(await found('graph quality', 'API consistency')).toEqual([
      'failed: critical dependencies have no cycle',
    ]);
    await services.unrelate(one, 'dependsOn', other);
    await services.unrelate(other, 'dependsOn', one);
  });

  it('with nodes and relationships that belong nowhere', async () => {
    const deployment = { deploymentId: 'lost', status: 'succeeded', at: now };
    await platform().repo(Deployment).create(deployment);
    expect(await found('graph quality', 'API consistency')).toEqual(['warning: no node is an orphan']);
    await platform().repo(Deployment).remove({ deploymentId: 'lost' });

    await change(
      cypher`MATCH (s:Service {serviceId: ${'svc-1'}}), (d:Deployment {deploymentId: ${'dep-1'}}) CREATE (s)-[:DEPLOYED_ON]->(d)`,
      'Service',
      'Deployment',
    );
    expect(await found('graph quality', 'API consistency')).toEqual([
      'failed: relationships join what they may',
    ]);
    // They are counted, so that it is found wherever it is among them.
    const counted = await validate(platform(), {
      categories: ['graph quality'],
      limits: { relationships: 0 },
    });
    expect(counted.checks[0]).toMatchObject({ details: 'There are 1 DEPLOYED_ON.', coverage: null });
    await change(cypher`MATCH (:Service)-[r:DEPLOYED_ON]->(:Deployment) DELETE r`, 'Service', 'Deployment');

    await change(cypher`MATCH (d:Deployment {deploymentId: ${'dep-1'}}) REMOVE d.status`, 'Deployment');
    expect(await found('graph quality', 'API consistency')).toEqual([
      'failed: nodes have what they must have',
    ]);
    await change(
      cypher`MATCH (d:Deployment {deploymentId: ${'dep-1'}}) SET d.status = ${'succeeded'}`,
      'Deployment',
    );
  });

  it('that is too large to be looked at as a whole, and says so', async () => {
    const limits = { nodes: 3, relationships: 2, dependencies: 4, compared: 5 };
    const report = await validate(platform(), {
      categories: ['graph quality', 'cross-store consistency'],
      limits,
    });
    const of = (name: string) => report.checks.find((one) => one.name === name);
    const nodes = [...estate.nodes()];
    const services = nodes.filter(({ label }) => label === 'Service').length;
    const looked = nodeLabels.map((label) => {
      const count = nodes.filter((one) => one.label === label).length;
      return count > 3 ? { looked: 3, of: count } : { looked: 0, of: 0 };
    });
    const sum = (key: 'looked' | 'of') => looked.reduce((all, one) => all + one[key], 0);
    for (const name of ['no node is an orphan', 'nodes have what they must have'])
      expect(of(name)).toMatchObject({
        result: 'passed',
        details: expect.stringContaining(`, 3 of ${services} nodes of Service, `),
        coverage: { looked: sum('looked'), of: sum('of') },
      });
    expect(of('services run on a cluster')).toMatchObject({
      details: `Not all was looked at, but 3 of ${services} nodes of Service. Of what was looked at: Of every service it is known where it runs.`,
      coverage: { looked: 3, of: services },
    });
    const critical = [...estate.links()].filter(({ properties }) => properties?.critical).length;
    expect(of('critical dependencies have no cycle')).toMatchObject({
      coverage: { looked: 4, of: critical },
    });
    for (const name of ['measured services are in the graph', 'services of the graph are measured'])
      expect(of(name)).toMatchObject({ result: 'passed', coverage: { looked: 5, of: services } });
    // Which counts alone can tell.
    expect(of('relationships join what they may')).toMatchObject({ result: 'passed', coverage: null });
    expect(renderValidation(report)).toContain(`3 of ${services} nodes of Service`);
    const stored = await readRun(platform(), { runId: report.runId });
    expect(stored?.checks).toEqual(expect.arrayContaining([...report.checks]));
    expect((await look()).checks.filter(({ coverage }) => coverage !== null)).toEqual([]);
  });

  it('keeps its reports, and pages them', async () => {
    const report = await look('error handling');
    const stored = await readRun(platform(), { runId: report.runId });
    expect(stored?.checks).toEqual(expect.arrayContaining([...report.checks]));
    expect(stored?.checks).toHaveLength(report.checks.length);
    const first = await validationHistory(platform(), { limit: 2 });
    expect(first.items[0]).toEqual({
      ...{ runId: report.runId, at: report.at, score: 1 },
      ...{ passed: 4, warning: 0, failed: 0, error: 0 },
    });
    const rest = await validationHistory(platform(), { limit: 200, before: first.next ?? now });
    expect(rest.items.map(({ runId }) => runId)).not.toContain(first.items[1]?.runId);
    expect(rest.next).toBeNull();
    expect(rest.items.at(-1)).toMatchObject({ score: 1, failed: 0 });
  });

  it('is validated in the background', async () => {
    const { id } = await platform().jobs.start('infra.validate', { categories: ['schema'] });
    await eventually(async () => expect(await platform().jobs.status(id)).toMatchObject({ state: 'done' }));
    expect(await platform().jobs.status(id)).toMatchObject({ done: 6, total: 6, result: { score: 1 } });
    await expect(platform().jobs.start('infra.validate', { categories: ['taste'] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
