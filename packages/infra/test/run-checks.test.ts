import { GraphkeepError } from '@graphkeep/core';
import { infraSeries, SystemMetrics } from '@graphkeep/models/infra';
import { describe, expect, it } from 'vitest';
import type { Check, Finding, Ground } from '../src/validation/check.ts';
import { refused } from '../src/validation/checks/error-handling.ts';
import { judge } from '../src/validation/checks/performance.ts';
import { boundsOf } from '../src/validation/checks/series-quality.ts';
import { renderValidation } from '../src/validation/render-validation.ts';
import { reportOf } from '../src/validation/report.ts';
import { runChecks } from '../src/validation/run-checks.ts';

const check = (name: string, look: () => Promise<Finding>, more: Partial<Check> = {}): Check => ({
  ...{ name, category: 'schema', severity: 'medium', needs: [] },
  ...more,
  look,
});
const passes = async (): Promise<Finding> => ({ result: 'passed', details: 'It is well.' });
const fails = async (): Promise<Finding> => ({
  result: 'failed',
  details: 'It is away.',
  recommendation: 'Start it.',
});
const never = () => new Promise<never>(() => {});
const stores = { graph: check('graph', passes), sql: check('sql', passes) };
/** No check of these looks at it. */
const ground = {} as Ground;
const resultsOf = (results: Awaited<ReturnType<typeof runChecks>>) =>
  Object.fromEntries(results.map(({ name, result }) => [name, result]));

describe('checks', () => {
  it('are carried out whatever one of them does', async () => {
    const told: number[][] = [];
    const results = await runChecks(
      ground,
      stores,
      [
        check('throws', () => Promise.reject(new GraphkeepError('conflict', 'It is in the way.'))),
        check('breaks', () => {
          throw new TypeError('It is broken.');
        }),
        check('hangs', never),
        check('works', passes),
      ],
      { timeoutMs: 50, progress: (done, total) => told.push([done, total]) },
    );
    expect(resultsOf(results)).toEqual({
      ...{ graph: 'passed', sql: 'passed', works: 'passed' },
      ...{ throws: 'error', breaks: 'error', hangs: 'error' },
    });
    const details = Object.fromEntries(results.map((one) => [one.name, one.details]));
    expect(details).toMatchObject({
      throws: 'It is in the way. (conflict)',
      breaks: 'It is broken.',
      hangs: 'hangs: The deadline of 50 ms passed. (timeout)',
    });
    expect(told.at(-1)).toEqual([6, 6]);
  });

  it('end at the deadline of all of them, and so many run at once at most', async () => {
    let [running, most] = [0, 0];
    const counted = async (): Promise<Finding> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return passes();
    };
    const many = Array.from({ length: 20 }, (_, at) => check(`many ${at}`, counted));
    await runChecks(ground, stores, many, { concurrency: 3 });
    expect(most).toBe(3);
    const hanging = Array.from({ length: 20 }, (_, at) => check(`hangs ${at}`, never));
    const results = await runChecks(ground, stores, hanging, { totalMs: 100 });
    expect(results.filter(({ result }) => result === 'error')).toHaveLength(20);
  });

  it('are not looked at where their store is away', async () => {
    const results = await runChecks(ground, { ...stores, sql: check('sql', fails) }, [
      check('rows', passes, { needs: ['sql'] }),
      check('nodes', passes, { needs: ['graph'] }),
    ]);
    expect(resultsOf(results)).toEqual({ graph: 'passed', sql: 'failed', rows: 'error', nodes: 'passed' });
  });

  it('end when they are cancelled', async () => {
    const cancelled = new AbortController();
    const running = runChecks(ground, stores, [check('hangs', never)], { signal: cancelled.signal });
    cancelled.abort(new Error('Enough.'));
    await expect(running).rejects.toThrow('Enough.');
  });
});

describe('a report', () => {
  const result = (name: string, severity: Check['severity'], score: 1 | 0.7 | 0.3 | 0) => ({
    ...{ name, severity, score, category: 'schema' as const, details: `${name}.`, durationMs: 1 },
    result: ({ 1: 'passed', 0.7: 'warning', 0.3: 'failed', 0: 'error' } as const)[score],
    recommendation: score === 1 ? null : 'Mend it.',
    coverage: null,
  });
  const at = new Date('2026-06-15T12:00:00Z');
  const before = {
    runId: 'val_1',
    at: new Date('2026-06-14T12:00:00Z'),
    checks: [result('low', 'low', 0), result('high', 'high', 1)],
  };
  const run = {
    runId: 'val_2',
    at,
    checks: [
      result('low', 'low', 1),
      result('high', 'high', 0.3),
      result('critical', 'critical', 0.7),
      result('new', 'medium', 0),
    ],
  };

  it('weighs by severity, and has the most urgent first', () => {
    const report = reportOf(run, before, true);
    // 1 × 1 + 4 × .3 + 8 × .7 + 2 × 0 of 15.
    expect(report.score).toBe(0.52);
    expect(report.checks.map(({ name }) => name)).toEqual(['high', 'critical', 'new', 'low']);
    expect(report.counts).toEqual({ passed: 1, warning: 1, failed: 1, error: 1 });
    expect(report.since).toEqual({
      ...{ runId: 'val_1', at: before.at, score: 0.8 },
      ...{ appeared: ['high'], mended: ['low'] },
    });
    expect(reportOf({ ...run, checks: [] }, undefined, false)).toMatchObject({ score: 1, since: null });
  });

  it('reads well', () => {
    expect(renderValidation(reportOf(run, before, false))).toMatchInlineSnapshot(`
      "Validation of 2026-06-15T12:00:00.000Z: 52 %, 1 of 4 checks passed
      since 2026-06-14T12:00:00.000Z: -28 points; new: high; mended: low

      FAILED   high      high (schema)
               high.
               → Mend it.
      WARNING  critical  critical (schema)
               critical.
               → Mend it.
      ERROR    medium    new (schema)
               new.
               → Mend it.

      schema                     52 %  1 of 4 passed

      This report is not in the history: the SQL store could not be written to.
      "
    `);
  });
});

describe('a judgement', () => {
  it('of times is by what they may be', () => {
    const threshold = { slowMs: 100, failedMs: 1_000 };
    const of = (...times: number[]) =>
      judge(
        times.map((ms) => ({ name: 'it', ms })),
        threshold,
        'Look.',
      );
    expect(of(5, 100).result).toBe('passed');
    expect(of(5, 101)).toMatchObject({ result: 'warning', details: 'Slower than 100 ms: it 101 ms.' });
    expect(of(5, 1_001).result).toBe('failed');
  });

  it('of refusals is by their codes', async () => {
    const not = { what: 'x', code: 'not_found' as const };
    const throwing = (error: Error) => () => Promise.reject(error);
    expect(await refused([{ ...not, ask: throwing(new GraphkeepError('not_found', 'no')) }])).toMatchObject({
      result: 'passed',
    });
    expect(await refused([{ ...not, ask: async () => [] }])).toMatchObject({
      result: 'failed',
      details: 'x gave an answer and not not_found.',
    });
    expect(await refused([{ ...not, ask: throwing(new TypeError('x of undefined')) }])).toMatchObject({
      details: 'x gave TypeError: x of undefined and not not_found.',
    });
  });

  it('of values is by the bounds of their definitions', () => {
    expect(boundsOf(SystemMetrics).get('cpu')).toBe(
      `"cpu" < 0 OR "cpu" > 100 OR "cpu" IN ('NaN', 'Infinity', '-Infinity')`,
    );
    expect(boundsOf(SystemMetrics).get('requests')).toBe('"requests" < 0');
    for (const series of infraSeries) expect(boundsOf(series).size, series.name).toBeGreaterThan(0);
  });
});
