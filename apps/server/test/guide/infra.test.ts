import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { filledGuide } from '@graphkeep/test/guide';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_KEY, startTestServer, type TestServer } from '../servers.ts';

const here = new URL(import.meta.url);

it('shows in docs/infra.md the code that is compiled and run here: npm test -- --filter=@graphkeep/server -- -u', async () => {
  const page = '../../../../docs/infra.md';
  await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
});

describe('docs/infra.md', { timeout: 60_000 }, () => {
  let server: TestServer;
  let gk: Graphkeep;

  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    server = await startTestServer();
    gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
    // The first use makes the tables of measurements.
    await vi.waitFor(() => gk.infra.series.systemSummary({}), { timeout: 50_000 });
  }, 60_000);
  afterAll(() => {
    vi.restoreAllMocks();
    return server[Symbol.asyncDispose]();
  });

  it('loads an estate', async () => {
    //#region load
    await gk.infra.load({
      nodes: [
        { label: 'Application', node: { name: 'shop', environment: 'production' } },
        { label: 'Service', node: { serviceId: 'web', name: 'web', status: 'running', region: 'eu-west-1' } },
        { label: 'Service', node: { serviceId: 'pay', name: 'pay', status: 'running', region: 'us-east-1' } },
        { label: 'Service', node: { serviceId: 'mail', name: 'mail', status: 'running' } },
        {
          label: 'EKSCluster',
          node: {
            name: 'blue',
            arn: 'arn:aws:eks:eu-west-1:1:cluster/blue',
            region: 'eu-west-1',
            status: 'ACTIVE',
            totalNodes: 40,
            costMonthly: 4_000,
          },
        },
        {
          label: 'RDSInstance',
          node: { identifier: 'orders', engine: 'postgres', status: 'available', costMonthly: 700 },
        },
      ],
      relationships: [
        {
          from: { label: 'Application', key: 'shop' },
          type: 'USES',
          to: { label: 'Service', key: 'web' },
        },
        {
          from: { label: 'Service', key: 'web' },
          type: 'DEPENDS_ON',
          to: { label: 'Service', key: 'pay' },
          critical: true,
        },
        { from: { label: 'Service', key: 'pay' }, type: 'DEPENDS_ON', to: { label: 'Service', key: 'mail' } },
        {
          from: { label: 'Service', key: 'web' },
          type: 'DEPLOYED_ON',
          to: { label: 'EKSCluster', key: 'blue' },
        },
        {
          from: { label: 'Service', key: 'pay' },
          type: 'CONNECTS_TO',
          to: { label: 'RDSInstance', key: 'orders' },
        },
      ],
    });
    //#endregion
    //#region nodes
    await gk.infra.services.patch({ serviceId: 'mail', changes: { team: 'letters' } });
    const running = await gk.infra.services.count({ where: { status: 'running' } });
    //#endregion
    expect(running).toBe(3);
  });

  it('asks the graph', async () => {
    //#region topology
    const drawn = await gk.infra.graph.topology({ application: 'shop', limit: 500 });
    if (drawn.mode === 'whole') console.log(drawn.nodes, drawn.relationships);
    else console.log(drawn.counts, drawn.regions, drawn.clusters); // too much to draw: how many of what are where
    //#endregion
    expect(drawn).toMatchObject({ mode: 'whole', counts: { nodes: 3, relationships: 2 } });
    //#region pages
    const { items, next } = await gk.infra.graph.clusters({ region: 'eu-west-1', limit: 20 });
    const more =
      next === null ? undefined : await gk.infra.graph.clusters({ region: 'eu-west-1', after: next });
    //#endregion
    expect([items[0]?.name, more]).toEqual(['blue', undefined]);
    //#region dependencies
    const { items: services, density } = await gk.infra.graph.serviceDependencies({ serviceId: 'pay' });
    console.log(services[0]?.impact, services[0]?.criticality, density); // 3 medium 0.3…
    const databases = await gk.infra.graph.databaseConnections({});
    const architecture = await gk.infra.graph.applicationArchitecture({ name: 'shop' });
    //#endregion
    expect([services[0]?.impact, services[0]?.criticality]).toEqual([3, 'medium']);
    expect(databases.items[0]?.connections).toEqual([{ serviceId: 'pay', how: 'CONNECTS_TO' }]);
    expect(architecture.counts).toMatchObject({ services: 1, clusters: 1 });
    //#region savings
    const savings = await gk.infra.graph.savings({});
    console.log(savings.total, savings.items[0]?.reason); // 1200 'It has 40 nodes for 1 service.'
    //#endregion
    expect([savings.total, savings.items[0]?.reason]).toEqual([1_200, 'It has 40 nodes for 1 service.']);
    await vi.waitFor(() => gk.infra.graph.blastRadius({ serviceId: 'mail' }), { timeout: 30_000 });
    //#region critical
    const { singlePoints, cycles, degraded } = await gk.infra.graph.criticalPaths({ chainFrom: 3 });
    const radius = await gk.infra.graph.blastRadius({ serviceId: 'mail', depth: 5 });
    console.log(radius.items); // [{ serviceId: 'pay', depth: 1 }, { serviceId: 'web', depth: 2 }]
    //#endregion
    expect([singlePoints?.map(({ serviceId }) => serviceId), cycles, degraded]).toEqual([['pay'], [], []]);
    expect(radius.items).toEqual([
      { serviceId: 'pay', depth: 1 },
      { serviceId: 'web', depth: 2 },
    ]);
  });

  it('takes measurements, and asks them', async () => {
    //#region migrate
    const { pending } = await gk.infra.migrate({ dryRun: true }); // what would be applied
    const { applied } = await gk.infra.migrate({});
    //#endregion
    expect([pending, applied]).toEqual([[], []]);
    //#region ingest
    const time = new Date();
    const report = await gk.infra.ingest({
      series: 'system_metrics',
      rows: [
        { time, service: 'web', cpu: 71, errorRate: 0.2, responseMs: 180, requests: 900 },
        { time, service: 'web', cpu: 71 }, // the same service at the same time: left out
        { time, service: 'pay', cpu: 140 },
      ],
    });
    console.log(report.inserted, report.duplicates, report.rejections);
    // 1 1 [{ index: 2, field: 'cpu', message: 'Too big: expected number to be <=100' }]
    //#endregion
    expect(report).toMatchObject({
      ...{ inserted: 1, duplicates: 1, rejected: 1 },
      rejections: [{ index: 2, field: 'cpu', message: 'Too big: expected number to be <=100' }],
    });
    //#region series
    const { services, healthyShare, asOf } = await gk.infra.series.systemSummary({ hours: 6 });
    const { points, slopes } = await gk.infra.series.serviceTrend({ service: 'web', hours: 1 });
    const { projection } = await gk.infra.series.costAnalysis({ days: 30, breakdown: 'region' });
    //#endregion
    expect([services[0]?.service, healthyShare, asOf]).toEqual(['web', 1, expect.any(Date)]);
    expect([points.length > 10, slopes.cpu, projection]).toEqual([true, null, null]);
    //#region heatmap
    const { pairs, matrix } = await gk.infra.graph.latencyHeatmap({ hours: 1 });
    console.log(pairs[0]?.crossRegion, pairs[0]?.latencyMs); // latencyMs is null where nothing was measured
    //#endregion
    expect([pairs.length, matrix.length, pairs[0]?.latencyMs]).toEqual([2, 3, null]);
  });

  it('follows summaries', async () => {
    const show = vi.fn();
    //#region live
    const live = gk.infra.live({ summaries: ['systemSummary', 'incidentSummary'], hours: 1 });
    for await (const news of live) {
      if (news.kind === 'missing') show(news.name, news.degraded);
      else if (news.name === 'systemSummary') show(news.answer.healthyShare);
      else break;
    }
    //#endregion
    expect(show).toHaveBeenCalledWith(1);
  });
});
