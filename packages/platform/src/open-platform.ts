import { connectRedis } from '@graphkeep/cache';
import type { Config, GuardOptions, Logger, Metrics } from '@graphkeep/core';
import { type GraphOptions, keysFrom, openGraph, type Repositories } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import { connectPostgres } from '@graphkeep/sql';
import { type Health, monitorHealth, type StoreName } from './health.ts';
import type { Principal } from './principal.ts';
import { watchStatements } from './watch-statements.ts';

export interface PlatformOptions<G extends Graph> {
  readonly config: Config;
  readonly graph: G;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** The stores, as one principal may use them. */
export interface Scoped<G extends Graph> extends Repositories<G> {
  readonly principal: Principal;
}

export interface Platform<G extends Graph> {
  /** The stores for this principal: whatever belongs to another owner is not there for it. */
  as(principal: Principal): Scoped<G>;
  /** The last known state of every store. */
  health(): Health;
  /** The state of every store, asked for now. */
  checkHealth(): Promise<Health>;
  close(): Promise<void>;
}

/**
 * Opens every store that the configuration names. The graph must be there: without it a StartError says what to do. The
 * others may be away, and are reported as such until they come.
 *
 * @example const platform = await openPlatform({ config, graph: storyGraph, log, metrics });
 */
export const openPlatform = async <G extends Graph>({
  config,
  graph,
  log,
  metrics,
}: PlatformOptions<G>): Promise<Platform<G>> => {
  const guard = (timeoutMs: number): GuardOptions => ({
    metrics,
    timeoutMs,
    retry: config.retry,
    breaker: config.breaker,
  });
  const store = await openGraph({
    graph,
    url: config.graph.url,
    neo4j: config.graph,
    guard: guard(config.graph.queryMs),
    ...secretsOf(config),
    insight: { slowMs: config.slowQueryMs },
    onStatement: watchStatements({ database: 'graph', slowQueryMs: config.slowQueryMs, log, metrics }),
  });
  const redis = config.redis && connectRedis({ ...config.redis, guard: guard(config.http.deadlineMs) });
  const postgres = config.sql && connectPostgres({ ...config.sql, guard: guard(config.http.deadlineMs) });

  const pings: Partial<Record<StoreName, () => Promise<void>>> = {
    graph: () => store.ping(),
    ...(redis && { cache: () => redis.ping() }),
    ...(postgres && { sql: () => postgres.ping() }),
  };
  const monitor = monitorHealth(pings, {
    ...config.health,
    onChange: ({ store: name, state, reason }) =>
      log[state === 'healthy' ? 'info' : 'warn']({ store: name, state, reason }, `${name} is ${state}`),
  });
  await monitor.check();

  return {
    as: (principal) => ({
      principal,
      ...(principal.owner === undefined ? store : store.ownedBy(principal.owner)),
    }),
    health: monitor.current,
    checkHealth: monitor.check,
    close: async () => {
      monitor.stop();
      await Promise.all([redis?.close(), postgres?.close()]);
      await store.close();
    },
  };
};

/** What signs and encrypts in the graph; without a secret cursors end with the process, and fields are kept as they are. */
const secretsOf = ({
  secrets: { root, previous },
}: Config): Pick<GraphOptions<Graph>, 'encryption' | 'cursorSecret'> =>
  root ? { cursorSecret: root, encryption: keysFrom(root, previous ? [previous] : []) } : {};
