import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type MetricsSnapshot, snapshotter } from './metrics-snapshot.ts';

/** What a guard tells of itself when the metrics are read. */
interface GuardReading {
  readonly state: 'closed' | 'open' | 'half-open';
  readonly inUse: number;
  readonly queued: number;
}

/** What is known of a store when the metrics are read. */
interface StoreReading {
  readonly store: string;
  readonly state: 'healthy' | 'failing' | 'down';
}

export interface Metrics {
  readonly registry: Registry;
  /** A query has ended, well or not. */
  queryTook(labels: { readonly operation: string; readonly database: string }, seconds: number): void;
  /** A call of the API has ended: `ok`, or with an error's code. */
  callTook(labels: { readonly procedure: string; readonly outcome: string }, seconds: number): void;
  /** An HTTP request has come; the function is called when it is answered. */
  requestBegan(): () => void;
  /** A connection was turned away, since its address has too many. */
  connectionRefused(): void;
  /** One call through a guard has ended. */
  guardCall(guard: string, outcome: string, seconds: number): void;
  guardRetry(guard: string): void;
  /** A later guard of the same name takes the place of an earlier one. */
  watchGuard(guard: string, read: () => GuardReading): void;
  watchStores(read: () => readonly StoreReading[]): void;
  snapshot(): Promise<MetricsSnapshot>;
}

const STATE_VALUES = { closed: 0, 'half-open': 1, open: 2 } as const;
const HEALTH_VALUES = { healthy: 1, failing: 0.5, down: 0 } as const;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics with a registry of their own, so that one process may have several. */
export const createMetrics = (options: { process?: boolean } = {}): Metrics => {
  const registry = new Registry();
  if (options.process === true) collectDefaultMetrics({ register: registry });
  const registers = [registry];

  const queries = new Histogram({
    name: 'db_query_duration_seconds',
    help: 'How long queries take.',
    labelNames: ['operation', 'database'],
    buckets: SECONDS,
    registers,
  });
  const procedures = new Histogram({
    name: 'api_call_duration_seconds',
    help: 'How long calls of the API take, by how they ended.',
    labelNames: ['procedure', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const requests = new Gauge({
    name: 'http_requests_in_flight',
    help: 'HTTP requests that are not answered yet.',
    registers,
  });
  const refused = new Counter({
    name: 'http_connections_refused_total',
    help: 'Connections that were turned away, since their address has too many.',
    registers,
  });
  const calls = new Counter({
    name: 'guard_calls_total',
    help: 'Calls to what is outside, by how they ended.',
    labelNames: ['guard', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'guard_call_duration_seconds',
    help: 'How long calls to what is outside take, waiting and retries included.',
    labelNames: ['guard'],
    buckets: SECONDS,
    registers,
  });
  const retries = new Counter({
    name: 'guard_retries_total',
    help: 'Calls that were tried again.',
    labelNames: ['guard'],
    registers,
  });

  const guards = new Map<string, () => GuardReading>();
  /** Of several processes the worst state counts, and what they have in use together. */
  const gauge = (
    name: string,
    help: string,
    aggregator: 'max' | 'sum',
    pick: (reading: GuardReading) => number,
  ) =>
    new Gauge({
      name,
      help,
      aggregator,
      labelNames: ['guard'],
      registers,
      collect() {
        for (const [guard, read] of guards) this.set({ guard }, pick(read()));
      },
    });
  gauge(
    'guard_breaker_state',
    'State of the breaker: 0 closed, 1 half-open, 2 open.',
    'max',
    (reading) => STATE_VALUES[reading.state],
  );
  gauge('guard_in_use', 'Calls that are running.', 'sum', (reading) => reading.inUse);
  let readStores: () => readonly StoreReading[] = () => [];
  new Gauge({
    name: 'store_health',
    help: 'How a store is: 1 healthy, 0.5 failing, 0 down.',
    aggregator: 'min',
    labelNames: ['store'],
    registers,
    collect() {
      for (const { store, state } of readStores()) this.set({ store }, HEALTH_VALUES[state]);
    },
  });
  gauge('guard_queued', 'Calls that wait for a free place.', 'sum', (reading) => reading.queued);

  return {
    registry,
    snapshot: snapshotter(registry),
    queryTook: (labels, seconds) => queries.observe(labels, seconds),
    callTook: (labels, seconds) => procedures.observe(labels, seconds),
    requestBegan: () => {
      requests.inc();
      return () => requests.dec();
    },
    connectionRefused: () => refused.inc(),
    guardCall(guard, outcome, seconds) {
      calls.inc({ guard, outcome });
      durations.observe({ guard }, seconds);
    },
    guardRetry: (guard) => retries.inc({ guard }),
    watchGuard: (guard, read) => void guards.set(guard, read),
    watchStores: (read) => {
      readStores = read;
    },
  };
};
