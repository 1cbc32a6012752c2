import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_KEY, startTestServer, type TestServer } from '../servers.ts';

const MINUTE_MS = 60_000;
const ago = (minutes: number): Date => new Date(Date.now() - minutes * MINUTE_MS);

const estate: Parameters<Graphkeep['infra']['load']>[0] = {
  nodes: [
    { label: 'Service', node: { serviceId: 'shop', name: 'shop', status: 'running', region: 'eu-west-1' } },
    { label: 'Service', node: { serviceId: 'pay', name: 'pay', status: 'running', region: 'us-east-1' } },
    { label: 'Service', node: { serviceId: 'mail', name: 'mail', status: 'running' } },
  ],
  relationships: [
    { from: { label: 'Service', key: 'shop' }, type: 'DEPENDS_ON', to: { label: 'Service', key: 'pay' } },
    { from: { label: 'Service', key: 'shop' }, type: 'DEPENDS_ON', to: { label: 'Service', key: 'mail' } },
  ],
};

describe('measurements by the SDK', { timeout: 60_000 }, () => {
  let server: TestServer;
  let gk: Graphkeep;

  beforeAll(async () => {
    server = await startTestServer();
    gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
    await gk.infra.load(estate);
    // The first use makes the tables, which on a busy machine takes longer than a call may.
    await vi.waitFor(() => gk.infra.series.systemSummary({}), { timeout: 50_000 });
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it('takes rows, leaves out what is wrong or there already, and ends what was answered before', async () => {
    const { series, ingest } = gk.infra;
    expect(await series.systemSummary({})).toMatchObject({ total: 0, healthyShare: null, degraded: [] });
    const row = { time: ago(5), service: 'shop', cpu: 40, errorRate: 8, responseMs: 120, requests: 100 };
    const rows = [row, row, { ...row, cpu: 140 }, { ...row, service: 'pay', errorRate: 0 }, { service: 'x' }];
    expect(await ingest({ series: 'system_metrics', rows })).toMatchObject({
      ...{ inserted: 2, duplicates: 1, rejected: 2 },
      rejections: [
        { index: 2, field: 'cpu', message: expect.stringContaining('100') },
        { index: 4, field: 'time' },
      ],
    });
    expect(await ingest({ series: 'system_metrics', rows: [row] })).toMatchObject({
      inserted: 0,
      duplicates: 1,
    });
    expect(await series.systemSummary({})).toMatchObject({
      ...{ total: 2, healthy: 1, unhealthy: 1, healthyShare: 0.5, asOf: expect.any(Date) },
      services: [{ service: 'shop', status: 'unhealthy' }, { service: 'pay' }],
    });
    expect((await series.serviceTrend({ service: 'shop', hours: 1 })).points.length).toBeGreaterThan(10);
  });

  it('tells latencies of pairs of the graph, and null where nothing was measured', async () => {
    const row = {
      time: ago(2),
      source: 'shop',
      target: 'pay',
      latencyAvg: 180,
      requests: 10,
      latencyP95: 400,
    };
    await gk.infra.ingest({ series: 'network_metrics', rows: [row] });
    const heatmap = await gk.infra.graph.latencyHeatmap({});
    expect(heatmap.pairs).toEqual(
      expect.arrayContaining([
        { source: 'shop', target: 'pay', crossRegion: true, latencyMs: 180, p95: 400, requests: 10 },
        { source: 'shop', target: 'mail', crossRegion: null, latencyMs: null, p95: null, requests: null },
      ]),
    );
    expect(heatmap).toMatchObject({
      services: ['mail', 'pay', 'shop'],
      matrix: [
        [null, null, null],
        [null, null, null],
        [null, 180, null],
      ],
      degraded: [],
    });
    expect((await gk.infra.graph.latencyHeatmap({ region: 'us-east-1' })).pairs).toHaveLength(1);
    expect((await gk.infra.series.networkLatency({})).pairs).toMatchObject([{ high: true }]);
  });

  it('tells summaries live, again when rows came, and goes on where it was left', async () => {
    const totals: number[] = [];
    let last = '';
    const hear = async (count: number, after?: string) => {
      const live = gk.infra.live({ summaries: ['systemSummary'] }, { ...(after && { after }) });
      for await (const { id, event } of live.withIds()) {
        if (event.kind !== 'summary' || event.name !== 'systemSummary') continue;
        totals.push(event.answer.total);
        last = id;
        if (event.answer.total === count) return;
      }
    };
    const come = (service: string) =>
      gk.infra.ingest({ series: 'system_metrics', rows: [{ time: ago(1), service, cpu: 1 }] });
    await hear(2);
    const hearing = hear(3, last);
    await come('late');
    await hearing;
    await come('later');
    await hear(4, last);
    expect(totals[0]).toBe(2);
    expect([...new Set(totals)]).toEqual([2, 3, 4]);
  });

  it('answers the other methods, and says which range cannot be', async () => {
    const { series } = gk.infra;
    const answers = await Promise.all([
      series.databasePerformance({}),
      series.costAnalysis({}),
      series.businessValue({}),
      series.securitySummary({}),
      series.incidentSummary({}),
    ]);
    for (const { degraded, asOf } of answers) expect([degraded, asOf]).toEqual([[], expect.any(Date)]);
    await expect(series.costAnalysis({ days: 2, hours: 3 })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'start',
    });
    const rows = Array.from({ length: 5_001 }, () => ({}));
    await expect(gk.infra.ingest({ series: 'cost_metrics', rows })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'rows',
    });
    const reader = await server.clientFor({ scopes: ['infra:read'] });
    await expect(reader.infra.ingest({ series: 'cost_metrics', rows: [{}] })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('without its measurements', { timeout: 60_000 }, () => {
  it('tells of the graph what it can, and what is missing since when', async () => {
    await using server = await startTestServer({ DATABASE_URL: 'postgresql://nobody:x@127.0.0.1:9/none' });
    const gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
    await gk.infra.load(estate);
    const began = Date.now();
    const first = await gk.infra.graph.latencyHeatmap({});
    expect(first).toMatchObject({
      dependencies: 2,
      degraded: [{ store: 'sql', missing: 'measured latencies' }],
    });
    expect(first.pairs.map(({ latencyMs }) => latencyMs)).toEqual([null, null]);
    const [missing] = first.degraded;
    expect(missing?.since.getTime()).toBeGreaterThanOrEqual(began);
    const again = await gk.infra.graph.latencyHeatmap({});
    expect(again.degraded).toEqual(first.degraded);
    await expect(gk.infra.series.systemSummary({})).rejects.toMatchObject({
      code: 'unavailable',
      status: 503,
    });
    expect((await gk.infra.graph.clusters({})).degraded).toEqual([]);
  });
});
