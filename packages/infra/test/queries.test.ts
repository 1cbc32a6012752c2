import { type InfraGraph, Service } from '@graphkeep/models/infra';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  applicationArchitecture,
  blastRadius,
  clusters,
  criticalPaths,
  databaseConnections,
  estateOf,
  infraDomain,
  savings,
  serviceDependencies,
  storeEstate,
} from '../src/index.ts';

const neo4j = await testNeo4j({ schema: 'infra' });
const engines = [
  { name: 'embedded', environment: { NEO4J_URI: 'memory:' } },
  ...(neo4j
    ? [
        {
          name: 'neo4j',
          environment: {
            NEO4J_URI: neo4j.url,
            NEO4J_USERNAME: neo4j.username,
            NEO4J_PASSWORD: neo4j.password,
          },
        },
      ]
    : []),
];

/** Who depends on whom is loaded in the background. */
const LOADED = { timeout: 30_000, interval: 200 };

describe.each(engines)('an estate on $name', { timeout: 60_000 }, ({ environment }) => {
  const estate = estateOf({ services: 40 });
  const { planted } = estate;
  let opened: TestPlatform<InfraGraph>;
  const platform = () => opened.as({ id: 'test', scopes: ['*'] });

  beforeAll(async () => {
    opened = await openTestPlatform({ ...infraDomain, environment });
    await storeEstate(platform(), estate);
  }, 60_000);
  afterAll(() => opened[Symbol.asyncDispose]());

  it('is written once, however often', async () => {
    const before = await platform().repo(Service).count();
    await storeEstate(platform(), estate);
    expect(await platform().repo(Service).count()).toBe(before);
    expect((await serviceDependencies(platform())).dependencies).toBe(
      [...estate.links()].filter(({ type }) => type === 'DEPENDS_ON').length,
    );
  });

  it('tells its clusters by their cost, with what runs on them', async () => {
    const first = await clusters(platform(), { limit: 2 });
    expect(first.items[0]).toMatchObject({ name: 'idle', costMonthly: 6_000, services: [] });
    const all = [
      ...first.items,
      ...(await clusters(platform(), { limit: 200, after: first.next ?? '' })).items,
    ];
    expect(new Set(all.map(({ name }) => name)).size).toBe(22);
    const costs = all.map(({ costMonthly = 0 }) => costMonthly);
    expect(costs).toEqual(costs.toSorted((one, other) => other - one));
    const [service] = all.find(({ name }) => name === 'cluster-0')?.services ?? [];
    expect(service?.databases).toHaveLength(1);
    expect(service?.dependsOn).toEqual(expect.arrayContaining(['svc-2', 'svc-3']));
  });

  it('tells who depends on whom, and how much hangs on it', async () => {
    const { items, services, density, dependencies } = await serviceDependencies(platform(), {
      serviceId: 'hub',
    });
    expect(items).toMatchObject([
      {
        serviceId: 'hub',
        dependentCount: 6,
        dependencyCount: 0,
        impact: 12,
        criticality: 'critical',
        dependencies: [],
      },
    ]);
    expect(items[0]?.dependents).toHaveLength(6);
    expect(density).toBeCloseTo(dependencies / (services * (services - 1)), 12);
    const [end] = (await serviceDependencies(platform(), { serviceId: 'chain-0' })).items;
    expect(end).toMatchObject({ impact: 1, criticality: 'low' });
  });

  it('tells its databases of either kind, and who uses them how', async () => {
    const items = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await databaseConnections(platform(), {
        limit: 20,
        ...(after !== undefined && { after }),
      });
      items.push(...page.items);
      after = page.next;
    }
    expect(items).toHaveLength(45);
    expect(items.find(({ key }) => key === 'i-idle')).toMatchObject({
      kind: 'EC2Instance',
      engine: 'sqlserver Enterprise',
      cpuUtilization: 12,
    });
    expect(items.find(({ key }) => key === 'db-40')?.connections.map(({ how }) => how)).toEqual(
      Array(5).fill('CONNECTS_TO'),
    );
  });

  it('tells what could cost less', async () => {
    const found = await savings(platform());
    expect(found.items.map(({ kind, key, saving }) => ({ kind, key, monthly: saving }))).toEqual(
      planted.savings.toSorted((one, other) => other.monthly - one.monthly),
    );
    expect(found).toMatchObject({ candidates: 4, total: 14_550 });
    expect(found.share).toBeGreaterThan(0);
    expect((await savings(platform(), { region: 'sa-east-1' })).items).toMatchObject([
      { key: 'lonely-oracle', confidence: 'low' },
    ]);
  });

  it('tells what an application is made of', async () => {
    const { counts, services, frontends } = await applicationArchitecture(platform(), { name: 'app-1' });
    expect(counts).toEqual({
      services: 10,
      clusters: 5,
      databases: 10,
      dependencies: 16,
      frontends: 1,
      loadBalancers: 1,
    });
    expect(services.every(({ databases }) => databases.length === 1)).toBe(true);
    expect(frontends[0]?.loadBalancers).toMatchObject([{ name: 'lb-1' }]);
    await expect(applicationArchitecture(platform(), { name: 'nothing' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('tells what much hangs on', async () => {
    const found = await vi.waitFor(async () => {
      const answer = await criticalPaths(platform());
      expect(answer.degraded).toEqual([]);
      return answer;
    }, LOADED);
    const cuts = (found.singlePoints ?? [])
      .filter(({ articulation }) => articulation)
      .map(({ serviceId }) => serviceId);
    expect(cuts.toSorted()).toEqual(planted.articulation.toSorted());
    expect(found.singlePoints?.[0]).toEqual({ serviceId: 'hub', dependents: 6, articulation: true });
    expect(found.databaseBottlenecks).toEqual([
      { key: 'db-40', label: 'RDSInstance', services: 5, severity: 'high' },
    ]);
    expect(found.clusterConcentration).toEqual([{ key: 'crowded', services: 6, severity: 'high' }]);
    expect(found.cycles).toEqual([{ path: planted.cycles[0], services: 3 }]);
    expect(found.longestChains?.[0]).toEqual(planted.chains[0]);
  });

  it('tells what fails with a service, also after a change', async () => {
    const { total, items } = await vi.waitFor(
      () => blastRadius(platform(), { serviceId: 'chain-13', depth: 100 }),
      LOADED,
    );
    expect(total).toBe(13);
    expect(items[0]).toEqual({ serviceId: 'chain-12', depth: 1 });
    expect((await blastRadius(platform(), { serviceId: 'chain-13', depth: 2 })).total).toBe(2);
    await platform()
      .repo(Service)
      .relate({ serviceId: 'on-hub-0' }, 'dependsOn', { serviceId: 'chain-0' }, {});
    await vi.waitFor(
      async () =>
        expect((await blastRadius(platform(), { serviceId: 'chain-13', depth: 100 })).total).toBe(14),
      LOADED,
    );
    await expect(blastRadius(platform(), { serviceId: 'nobody' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a clean estate', () => {
  it('has nothing to be found', async () => {
    await using opened = await openTestPlatform(infraDomain);
    const platform = opened.as({ id: 'test', scopes: ['*'] });
    await storeEstate(platform, estateOf({ services: 30, faults: false }));
    expect(await criticalPaths(platform)).toMatchObject({
      singlePoints: [],
      databaseBottlenecks: [],
      clusterConcentration: [],
      longestChains: [],
      cycles: [],
      degraded: [],
    });
    expect(await savings(platform)).toMatchObject({ items: [], total: 0, share: 0 });
  });
});
