import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Core } from '../core.ts';
import { BUCKETS, type Durations } from './durations.ts';
import type { TypeCounts } from './type-counts.ts';

type Counts = ReadonlyMap<string, TypeCounts>;

/** How the values of many processes make the one of all. */
type OfAll = 'sum' | 'max' | 'min';

const LINK_VALUES = { ready: 0, probing: 1, away: 2 } as const;

/** Registers what the cache counts. Read only when the registry is asked, so that hits do not pay for it. */
export const exportMetrics = (registry: Registry, core: Core, counts: Counts): void => {
  const counter = (
    name: string,
    help: string,
    labels: readonly string[],
    readings: (one: TypeCounts) => readonly (readonly [Readonly<Record<string, string>>, number])[],
  ): void => {
    new Counter({
      ...{ name, help },
      labelNames: ['cache_type', ...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const [cache_type, one] of counts)
          for (const [more, value] of readings(one)) this.inc({ cache_type, ...more }, value);
      },
    });
  };
  counter('cache_hits_total', 'Reads that found a value, by where.', ['tier'], (one) => [
    [{ tier: 'memory' }, one.hitsMemory],
    [{ tier: 'redis' }, one.hitsRedis],
  ]);
  counter('cache_misses_total', 'Reads that found nothing.', [], (one) => [[{}, one.misses]]);
  counter('cache_stale_hits_total', 'Hits on values past their life.', [], (one) => [[{}, one.servedStale]]);
  counter('cache_loads_total', 'Runs of loaders, by how they ended.', ['outcome'], (one) => [
    [{ outcome: 'ok' }, one.loads - one.loadsFailed],
    [{ outcome: 'failed' }, one.loadsFailed - one.loadsTimedOut],
    [{ outcome: 'timeout' }, one.loadsTimedOut],
  ]);
  counter('cache_fills_total', 'Loaded values, by what became of them.', ['outcome'], (one) => [
    [{ outcome: 'stored' }, one.fillsStored],
    [{ outcome: 'fenced' }, one.fillsFenced],
    [{ outcome: 'late' }, one.fillsLate],
    [{ outcome: 'failed' }, one.fillsFailed],
    [{ outcome: 'refused' }, one.refused],
  ]);
  counter('cache_writes_total', 'Values set and keys deleted.', ['operation'], (one) => [
    [{ operation: 'set' }, one.sets],
    [{ operation: 'delete' }, one.deletes],
  ]);
  counter('cache_queued_total', 'Writes that had to wait for Redis.', [], (one) => [[{}, one.queued]]);
  counter('cache_corrupt_total', 'Entries that could not be read, by why.', ['reason'], (one) =>
    Array.from(one.corrupt, ([reason, count]) => [{ reason }, count]),
  );
  counter('cache_bytes_total', 'Bytes of encoded values, before and after compression.', ['form'], (one) => [
    [{ form: 'raw' }, one.bytesRaw],
    [{ form: 'stored' }, one.bytesStored],
  ]);
  histogram(
    registry,
    counts,
    'cache_redis_seconds',
    'How long reads from Redis take.',
    (one) => one.redisTime,
  );
  histogram(registry, counts, 'cache_load_seconds', 'How long loaders take.', (one) => one.loadTime);
  exportState(registry, core, counts);
};

const exportState = (registry: Registry, core: Core, counts: Counts): void => {
  const gauge = (name: string, help: string, ofAll: OfAll, read: () => number): void => {
    new Gauge({
      ...{ name, help, aggregator: ofAll },
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  const { redis, memory } = core;
  gauge('cache_memory_bytes', 'Bytes of the values held in the process.', 'sum', () => memory.bytes);
  gauge('cache_memory_entries', 'Values held in the process.', 'sum', () => memory.size);
  new Gauge({
    name: 'cache_compression_ratio',
    help: 'Bytes of encoded values after compression, as a share of those before.',
    labelNames: ['cache_type'],
    aggregator: 'average',
    registers: [registry],
    collect() {
      for (const [cache_type, { bytesRaw, bytesStored }] of counts)
        if (bytesRaw > 0) this.set({ cache_type }, bytesStored / bytesRaw);
    },
  });
  if (redis === undefined) return;
  gauge(
    'cache_breaker_state',
    'Redis: 0 is asked, 1 is tried, 2 is away.',
    'max',
    () => LINK_VALUES[redis.link.state],
  );
  gauge('cache_reconnections', 'Times that Redis came back.', 'sum', () =>
    Math.max(0, redis.link.connections - 1),
  );
  gauge('cache_replay_queue', 'Invalidations that Redis has not confirmed.', 'sum', () => redis.queue.size);
  gauge(
    'cache_log_lag_seconds',
    'Age of the last invalidations when they arrived.',
    'max',
    () => redis.log.lagMs / 1_000,
  );
  gauge('cache_log_followed', '1 while invalidations by other processes arrive.', 'min', () =>
    Number(redis.log.followed),
  );
  gauge('cache_log_gaps', 'Times that the log was found to have lost entries.', 'sum', () => redis.log.gaps);
};

const histogram = (
  registry: Registry,
  counts: Counts,
  name: string,
  help: string,
  of: (one: TypeCounts) => Durations,
): void => {
  registry.registerMetric(new ReadHistogram(name, help, counts, of));
};

/** A histogram whose numbers are kept elsewhere. */
class ReadHistogram extends Histogram<'cache_type'> {
  readonly #name: string;
  readonly #help: string;
  readonly #counts: Counts;
  readonly #of: (one: TypeCounts) => Durations;

  constructor(name: string, help: string, counts: Counts, of: (one: TypeCounts) => Durations) {
    super({ ...{ name, help }, labelNames: ['cache_type'], buckets: [...BUCKETS], registers: [] });
    this.#name = name;
    this.#help = help;
    this.#counts = counts;
    this.#of = of;
  }

  /** What the registry reads, and `get` too. */
  async getForPromString() {
    const values = Array.from(this.#counts, ([cache_type, one]) =>
      this.#read(cache_type, this.#of(one)),
    ).flat();
    return { name: this.#name, help: this.#help, type: 'histogram', aggregator: 'sum', values };
  }

  #read(cache_type: string, { counts, count, seconds }: Durations) {
    let below = 0;
    const sharedLabels = { cache_type };
    const buckets = counts.map((inBucket, i) => {
      below += inBucket;
      return {
        metricName: `${this.#name}_bucket`,
        sharedLabels,
        labels: { le: BUCKETS[i] ?? '+Inf' },
        value: below,
      };
    });
    return [
      ...buckets,
      { metricName: `${this.#name}_sum`, sharedLabels, labels: {}, value: seconds },
      { metricName: `${this.#name}_count`, sharedLabels, labels: {}, value: count },
    ];
  }
}
