import { EstateSummary } from '@graphkeep/models/infra';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { expect, it } from 'vitest';
import {
  criticalPaths,
  type EstateGraph,
  estateOf,
  infraDomain,
  savings,
  storeEstate,
  topology,
} from '../src/index.ts';
import { summariseJob } from '../src/summary/summarise-job.ts';

/** The same estate, of which the store says that it has millions of nodes: such a one is counted by a job alone. */
const enlarged = (platform: EstateGraph) => {
  const started: string[] = [];
  const query: EstateGraph['query'] = async (statement, options) => {
    if (options.operation !== 'infra.topology.nodes') return platform.query(statement, options);
    return [options.rows.parse({ count: 1_000_000 })];
  };
  const jobs: EstateGraph['jobs'] = {
    ...platform.jobs,
    list: async () =>
      started.map((id) => ({
        ...{ id, name: id, state: 'waiting' as const, done: 0, total: null },
        startedAt: new Date(),
      })),
    start: async (name) => {
      started.push(name);
      return platform.jobs.start('platform.sweep-idempotency', {});
    },
  };
  const large = new Proxy(platform, {
    get: (target, name) => (name === 'query' ? query : name === 'jobs' ? jobs : Reflect.get(target, name)),
  });
  return { large, started };
};

it('what is to be counted of a large estate is missing, until a job has counted it', async () => {
  await using opened = await openTestPlatform(infraDomain);
  const platform = opened.as({ id: 'test', scopes: ['*'] });
  const estate = estateOf({ services: 20 });
  await storeEstate(platform, estate);
  const { large, started } = enlarged(platform);
  const asked = { limit: 5 };

  expect(await topology(large, asked)).toMatchObject({
    mode: 'overview',
    counts: { nodes: 8_000_000 },
    ...{ regions: null, clusters: null },
    degraded: [{ store: 'graph', missing: expect.stringContaining('being counted') }],
  });
  expect(await criticalPaths(large)).toMatchObject({
    ...{ clusterConcentration: null, databaseBottlenecks: null },
    degraded: expect.arrayContaining([expect.objectContaining({ store: 'graph' })]),
  });
  expect(await savings(large)).toMatchObject({
    ...{ items: [], candidates: null, total: null, share: null },
    degraded: [{ store: 'graph', missing: expect.stringContaining('being counted') }],
  });
  expect(started).toEqual([summariseJob.name]);

  const run = { input: {}, signal: new AbortController().signal, progress: () => {} };
  expect(await summariseJob.run(large, run)).toEqual({ counted: true });
  const counted = await topology(large, asked);
  expect(counted).toMatchObject({
    clusters: [{ name: 'crowded', region: 'eu-west-1', services: 6 }, ...Array(10).fill({ services: 2 })],
    degraded: [],
  });
  expect(counted.regions?.reduce((sum, { count }) => sum + count, 0)).toBe([...estate.nodes()].length);
  expect(await criticalPaths(large)).toMatchObject({
    databaseBottlenecks: [{ key: 'db-20', label: 'RDSInstance', services: 5, severity: 'high' }],
    clusterConcentration: [{ key: 'crowded', services: 6 }],
  });

  for (const input of [
    {},
    { region: 'eu-west-1' },
    { region: 'sa-east-1', limit: 1 },
    { region: 'nowhere' },
  ]) {
    const { asOf: _, ...kept } = await savings(large, input);
    const { asOf: __, ...now } = await savings(platform, { limit: 200, ...input });
    expect(kept, JSON.stringify(input)).toEqual(now);
  }

  // What was not changed since is not counted again, nor is a small estate at all.
  const { last } = await platform.journal.status();
  await platform.repo(EstateSummary).patch({ summaryId: 'estate' }, { journalAt: last });
  expect(await summariseJob.run(platform, run)).toEqual({ counted: false });
});
