import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { API_KEY, startTestServer, type TestServer, testEngines } from './servers.ts';

const file = (name: string) => readFileSync(new URL(`../../../deploy/${name}`, import.meta.url), 'utf8');

const ruleSchema = z.union([
  z.strictObject({ record: z.string().regex(/^graphkeep:[a-z_]+:[a-z0-9_]+$/), expr: z.string() }),
  z.strictObject({
    alert: z.string().regex(/^Graphkeep[A-Za-z]+$/),
    expr: z.string(),
    for: z.string().regex(/^\d+[smh]$/),
    labels: z.strictObject({ severity: z.enum(['info', 'warning', 'critical']) }),
    annotations: z.strictObject({ summary: z.string(), description: z.string() }),
  }),
]);
const { groups } = z
  .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(ruleSchema) })) })
  .parse(parse(file('prometheus/graphkeep.rules.yml')));
const rules = groups.flatMap((group) => group.rules);

const dashboard = z
  .object({
    title: z.string(),
    uid: z.string(),
    panels: z.array(
      z.object({
        id: z.int(),
        title: z.string(),
        type: z.enum(['row', 'timeseries']),
        gridPos: z.object({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
        targets: z.array(z.object({ refId: z.string(), expr: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(file('grafana/graphkeep.json')));
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

/** What Grafana puts into an expression before it asks. */
const filled = (expr: string) => expr.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*');

/** The metrics that an expression reads. Throws where it is no PromQL. */
const metricsIn = (expr: string): string[] => {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, type, from, to }) => {
      if (type.isError) throw new SyntaxError(`${expr}: wrong at ${expr.slice(from)}`);
      if (name === 'VectorSelector') names.push(/^[\w:]+/.exec(expr.slice(from, to))?.[0] ?? '');
    },
  });
  return names;
};
const expressions = [
  ...rules.map((rule) => rule.expr),
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => filled(expr))),
];

describe('the rules for Prometheus and the dashboard', () => {
  it('read as PromQL, and a wrong one would be told', () => {
    for (const expr of expressions) expect(metricsIn(expr), expr).not.toEqual([]);
    expect(() => metricsIn('sum(rate(x[5m])')).toThrow(SyntaxError);
  });

  it('have each name once', () => {
    const names = rules.map((rule) => ('alert' in rule ? rule.alert : rule.record));
    expect(new Set(names).size).toBe(names.length);
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are all in docs/monitoring.md, with what to do', () => {
    const page = readFileSync(new URL('../../../docs/monitoring.md', import.meta.url), 'utf8');
    for (const rule of rules) if ('alert' in rule) expect(page).toContain(`\`${rule.alert}\``);
  });
});

describe.each(await testEngines())('what a server exposes on $name', ({ name, environment }) => {
  /** Of Redis alone. */
  const ofRedis = /^cache_(breaker_state|replay_queue|log_\w+|reconnections)$/;
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(environment);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('has every metric that a rule or a panel reads', async () => {
    const call = await fetch(`${server.url}/trpc/story.players.list`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    expect(call.status).toBe(200);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const exposed = new Set(
      [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, metric = '', type]) =>
        type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${metric}_${part}`) : [metric],
      ),
    );
    const recorded = rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));
    const given = new Set([...exposed, ...recorded, 'up']);
    const missing = new Set(expressions.flatMap(metricsIn).filter((metric) => !given.has(metric)));
    expect([...missing].filter((metric) => name !== 'embedded' || !ofRedis.test(metric))).toEqual([]);
  });
});
