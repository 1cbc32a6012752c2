import type { MetricObjectWithValues, MetricValue, Registry } from 'prom-client';

/** What a process has done since it began, in figures for people. */
export interface MetricsSnapshot {
  readonly since: Date;
  readonly calls: Volume & { readonly failed: number };
  readonly queries: Volume;
  readonly cache: {
    readonly hits: number;
    readonly misses: number;
    /** `null` before the first read. */
    readonly hitRate: number | null;
  };
}

interface Volume {
  readonly total: number;
  /** `null` before the first. */
  readonly averageMs: number | null;
  /** Since the snapshot before, or since the beginning. */
  readonly perSecond: number;
}

/** Asked for more often, the rates stay as they were. */
const RATE_MS = 1_000;

export const snapshotter = (registry: Registry): (() => Promise<MetricsSnapshot>) => {
  const since = new Date();
  const rates = { at: performance.now(), calls: rateOf(), queries: rateOf() };
  return async () => {
    const metrics = await registry.getMetricsAsJSON();
    const calls = durationsIn(metrics, 'api_call_duration_seconds');
    const failed = sum(
      metrics,
      'api_call_duration_seconds',
      '_count',
      ({ labels }) => labels['outcome'] !== 'ok',
    );
    const queries = durationsIn(metrics, 'db_query_duration_seconds');
    const hits = sum(metrics, 'cache_hits_total');
    const misses = sum(metrics, 'cache_misses_total');
    const elapsedMs = performance.now() - rates.at;
    if (elapsedMs >= RATE_MS) {
      rates.at += elapsedMs;
      rates.calls.advance(calls.total, elapsedMs);
      rates.queries.advance(queries.total, elapsedMs);
    }
    return {
      since,
      calls: { ...calls, failed, perSecond: rates.calls.perSecond },
      queries: { ...queries, perSecond: rates.queries.perSecond },
      cache: { hits, misses, hitRate: hits + misses === 0 ? null : hits / (hits + misses) },
    };
  };
};

const rateOf = () => ({
  perSecond: 0,
  last: 0,
  advance(total: number, elapsedMs: number): void {
    this.perSecond = ((total - this.last) / elapsedMs) * 1_000;
    this.last = total;
  },
});

type Read = readonly MetricObjectWithValues<MetricValue<string>>[];

const sum = (
  metrics: Read,
  name: string,
  part = '',
  counts: (value: MetricValue<string>) => boolean = () => true,
): number =>
  (metrics.find((metric) => metric.name === name)?.values ?? [])
    .filter(
      (value: MetricValue<string> & { readonly metricName?: string }) =>
        part === '' || value.metricName === name + part,
    )
    .filter(counts)
    .reduce((total, { value }) => total + value, 0);

const durationsIn = (metrics: Read, name: string) => {
  const total = sum(metrics, name, '_count');
  return { total, averageMs: total === 0 ? null : (sum(metrics, name, '_sum') / total) * 1_000 };
};
