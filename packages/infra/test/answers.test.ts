import { CostMetrics, type InfraGraph, SystemMetrics } from '@graphkeep/models/infra';
import type { Scoped } from '@graphkeep/platform';
import { openTestPlatform, type TestPlatform, type TestPlatformOptions } from '@graphkeep/platform/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inputKey } from '../src/answers/input-key.ts';
import {
  clusters,
  estateOf,
  infraDomain,
  latencyHeatmap,
  measured,
  measurementsOf,
  savings,
  storeEstate,
  topology,
} from '../src/index.ts';

const MINUTE_MS = 60_000;

/** An estate, and a clock that is set by hand. */
const openEstate = async (environment: TestPlatformOptions<InfraGraph>['environment'] = {}) => {
  let time = new Date('2026-06-15T12:00:00Z').getTime();
  const opened: TestPlatform<InfraGraph> = await openTestPlatform({
    ...infraDomain,
    environment,
    now: () => new Date(time),
  });
  const platform = opened.as({ id: 'test', scopes: ['*'] });
  await storeEstate(platform, estateOf({ services: 10 }));
  return {
    platform,
    pass: (minutes: number) => {
      time += minutes * MINUTE_MS;
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
};

/** Counts the statements by hand of whoever uses it. */
const counting = (platform: Scoped<InfraGraph>) => {
  const counted = { queries: 0 };
  const query: typeof platform.query = (...given) => {
    counted.queries += 1;
    return platform.query(...given);
  };
  const counter = new Proxy(platform, {
    get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)),
  });
  return { counted, counter };
};

it('one input has one name, in whichever order it is said', () => {
  const at = new Date('2026-06-15T12:00:00Z');
  expect(inputKey({ limit: 5, region: 'x', start: at })).toBe(
    inputKey({ start: at, region: 'x', limit: 5, status: undefined }),
  );
  const keys = [{ limit: 5 }, { limit: 6 }, { limit: 5, region: 'x' }, { region: 'y'.repeat(500) }].map(
    inputKey,
  );
  expect(new Set(keys).size).toBe(4);
  expect(Math.max(...keys.map(({ length }) => length))).toBeLessThan(101);
});

it('an answer that has ended is read once for all who ask', async () => {
  await using estate = await openEstate();
  const { counted, counter } = counting(estate.platform);
  await savings(counter);
  const once = counted.queries;
  await Promise.all(Array.from({ length: 50 }, () => savings(counter)));
  expect(counted.queries).toBe(once);
  estate.pass(20);
  const answers = await Promise.all(Array.from({ length: 50 }, () => savings(counter)));
  expect(counted.queries).toBe(2 * once);
  expect(new Set(answers.map(({ asOf }) => asOf.getTime())).size).toBe(1);
  await savings(counter, { region: 'eu-west-1' });
  expect(counted.queries).toBeGreaterThan(2 * once);
});

it('the last that is known is told while the graph is away, as of when and since when', async () => {
  await using estate = await openEstate();
  const { platform } = estate;
  const before = await clusters(platform);
  expect(before.degraded).toEqual([]);
  await platform.operations.openBreaker('graph');
  expect(await clusters(platform)).toEqual(before);
  estate.pass(6);
  const stale = await clusters(platform);
  expect(stale).toEqual({
    ...before,
    degraded: [{ store: 'graph', missing: 'what was changed since `asOf`', since: platform.now() }],
  });
  estate.pass(1);
  expect((await clusters(platform)).degraded[0]?.since).toEqual(stale.degraded[0]?.since);
  await expect(topology(platform)).rejects.toMatchObject({ code: 'unavailable' });
  await platform.operations.closeBreaker('graph');
  estate.pass(1);
  const after = await clusters(platform);
  expect([after.degraded, after.asOf]).toEqual([[], platform.now()]);
});

describe('measurements', { timeout: 60_000 }, () => {
  let estate: Awaited<ReturnType<typeof openEstate>>;
  beforeAll(async () => {
    estate = await openEstate();
  });
  afterAll(() => estate[Symbol.asyncDispose]());

  it('no store is opened for the jobs alone', async () => {
    const { jobs } = estate.platform;
    expect(await jobs.run('infra.refresh-rollups')).toEqual({ rollups: [] });
    expect(await jobs.run('infra.retention')).toEqual({ dropped: [] });
  });

  it('what the tables of measurements lack is missing of an answer, and the rest is told', async () => {
    const { platform } = estate;
    const history = sql`INSERT INTO graphkeep_migrations (history, name, checksum) VALUES ('infra', '0009-later', 'x')`;
    await measurementsOf(platform).status();
    await platform.sql.write((db) => history.execute(db as never));
    const heatmap = await latencyHeatmap(platform);
    expect(heatmap.pairs.length).toBeGreaterThan(10);
    expect(heatmap).toMatchObject({ degraded: [{ store: 'sql', missing: 'measured latencies' }] });
    await expect(measured.systemSummary(platform, {})).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('0009-later'),
    });
    const mended = sql`DELETE FROM graphkeep_migrations WHERE name = '0009-later'`;
    await platform.sql.write((db) => mended.execute(db as never));
    expect((await latencyHeatmap(platform)).degraded).toEqual([]);
  });

  it('jobs sum up what came and drop what is old', async () => {
    const { platform } = estate;
    const { jobs } = platform;
    const measurements = measurementsOf(platform);
    const time = new Date(platform.now().getTime() - MINUTE_MS);
    await measurements.ready();
    await measurements.ingest(CostMetrics, [
      { time, resourceId: 'db-1', resourceType: 'rds', dailyCost: 12 },
    ]);
    await measurements.ingest(SystemMetrics, [{ time, service: 'svc-1', cpu: 10 }]);
    const unsummed = await measured.costAnalysis(platform, { days: 7 });
    expect(unsummed.total).toBeNull();
    expect(await jobs.run('infra.refresh-rollups')).toEqual({
      rollups: expect.arrayContaining([{ rollup: 'daily_cost', buckets: 1 }]),
    });
    expect((await measured.costAnalysis(platform, { days: 7 })).total).toBe(12);
    expect(await jobs.run('infra.refresh-rollups')).toEqual({
      rollups: expect.arrayContaining([{ rollup: 'daily_cost', buckets: 0 }]),
    });
    estate.pass(100 * 24 * 60);
    expect(await jobs.run('infra.retention')).toEqual({
      dropped: expect.arrayContaining([
        { series: 'system_metrics', dropped: 1, unit: 'rows' },
        { series: 'cost_metrics', dropped: 0, unit: 'rows' },
      ]),
    });
    expect(await jobs.run('infra.summarise')).toEqual({ counted: false });
  });
});
