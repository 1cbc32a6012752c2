import { expect, it } from 'vitest';
import { createMetrics } from '../src/index.ts';

it('keeps metrics in one registry each, as many as there are in a process', async () => {
  const [one, other] = [createMetrics({ process: true }), createMetrics({ process: true })];
  one.queryTook({ operation: 'read', database: 'graph' }, 0.02);
  one.callTook({ procedure: 'players.get', outcome: 'ok' }, 0.03);

  const text = await one.registry.metrics();
  expect(text).toContain('db_query_duration_seconds_count{operation="read",database="graph"} 1');
  expect(text).toContain('api_call_duration_seconds_sum{procedure="players.get",outcome="ok"} 0.03');
  expect(text).toContain('process_cpu_seconds_total');
  expect(await other.registry.metrics()).not.toContain('operation="read"');
  expect(await createMetrics().registry.metrics()).not.toContain('process_cpu_seconds_total');
});

it('tells people in a few figures what was done', async () => {
  const metrics = createMetrics();
  expect(await metrics.snapshot()).toMatchObject({
    calls: { total: 0, failed: 0, averageMs: null, perSecond: 0 },
    cache: { hits: 0, misses: 0, hitRate: null },
  });
  metrics.callTook({ procedure: 'players.get', outcome: 'ok' }, 0.03);
  metrics.callTook({ procedure: 'players.get', outcome: 'not_found' }, 0.01);
  metrics.queryTook({ operation: 'read', database: 'graph' }, 0.02);
  expect(await metrics.snapshot()).toMatchObject({
    since: expect.any(Date),
    calls: { total: 2, failed: 1, averageMs: expect.closeTo(20) },
    queries: { total: 1, averageMs: expect.closeTo(20) },
  });
});
