import { openTestPlatform } from '@graphkeep/platform/testing';
import { expect, it, vi } from 'vitest';
import {
  criticalPaths,
  type EstateGraph,
  estateOf,
  infraDomain,
  storeEstate,
  topology,
} from '../src/index.ts';

const counting = vi.hoisted(() => Promise.withResolvers<void>());
// An estate that takes minutes to count is none for a test: this one is taken for such, and its job waits until it may.
vi.mock('../src/summary/estate-size.ts', () => ({
  isSmall: async ({ principal }: EstateGraph) => {
    if (principal.id.startsWith('system')) await counting.promise;
    return false;
  },
}));

it('what is to be counted of a large estate is missing, until a job has counted it', {
  timeout: 60_000,
}, async () => {
  await using opened = await openTestPlatform(infraDomain);
  const platform = opened.as({ id: 'test', scopes: ['*'] });
  const estate = estateOf({ services: 20 });
  await storeEstate(platform, estate);
  const asked = { limit: 5 };
  const first = await topology(platform, asked);
  expect(first).toMatchObject({
    mode: 'overview',
    counts: { nodes: [...estate.nodes()].length },
    ...{ regions: null, clusters: null },
    degraded: [{ store: 'graph', missing: expect.stringContaining('being counted') }],
  });
  const crowds = await criticalPaths(platform);
  expect(crowds.clusterConcentration).toBeNull();
  counting.resolve();
  await vi.waitFor(
    async () => expect((await platform.jobs.list()).map(({ state }) => state)).toContain('done'),
    { timeout: 30_000, interval: 100 },
  );
  const counted = await topology(platform, asked);
  expect(counted).toMatchObject({
    clusters: [{ name: 'crowded', region: 'eu-west-1', services: 6 }, ...Array(10).fill({ services: 2 })],
    degraded: [],
  });
  expect(counted.regions?.reduce((sum, { count }) => sum + count, 0)).toBe([...estate.nodes()].length);
  expect(await criticalPaths(platform)).toMatchObject({
    databaseBottlenecks: [{ key: 'db-20', label: 'RDSInstance', services: 5, severity: 'high' }],
    clusterConcentration: [{ key: 'crowded', services: 6 }],
  });
  // Of what is changed no more, once the journal has told of all of it.
  await vi.waitFor(
    async () => expect(await platform.jobs.run('infra.summarise')).toEqual({ counted: false }),
    { timeout: 30_000, interval: 100 },
  );
});
