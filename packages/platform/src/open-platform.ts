import type { Config, Logger, Metrics } from '@graphkeep/core';
import type { Graph, ReadModel } from '@graphkeep/models';
import { type AuditOptions, openAudit } from './audit/open-audit.ts';
import type { CachePolicies } from './caching/policies.ts';
import { type Health, monitorHealth } from './health.ts';
import type { Job } from './job.ts';
import type { JournalConsumer } from './journal-consumer.ts';
import { openServices, type Services } from './open-services.ts';
import { openWork } from './open-work.ts';
import type { Principal } from './principal.ts';
import { openScopes, type Scopes } from './scope.ts';
import type { Scoped } from './scoped.ts';
import { openStores, redisPrefix } from './stores/open-stores.ts';

export interface PlatformOptions<G extends Graph> {
  readonly config: Config;
  readonly graph: G;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Read models that are kept in the cache. */
  readonly models?: readonly ReadModel[];
  readonly jobs?: readonly Job<G>[];
  readonly consumers?: readonly JournalConsumer<G>[];
  /** How long what has a cache rule is kept, by the names of its policies. @default an hour each */
  readonly cachePolicies?: CachePolicies;
  readonly now?: () => Date;
}

export interface Platform<G extends Graph> {
  /** The stores for this principal: whatever belongs to another owner is not there for it. */
  as(principal: Principal): Scoped<G>;
  /** The stores as the system, which sees all. The reason is audited. */
  asSystem(reason: string): Scoped<G>;
  /** The last known state of every store. */
  health(): Health;
  /** The state of every store, asked for now. */
  checkHealth(): Promise<Health>;
  /** Ends jobs, consumers and services, and writes what is queued. What is asked for is still answered. */
  drain(): Promise<void>;
  /** Drains, and closes the stores. */
  close(): Promise<void>;
}

/**
 * Opens every store that the configuration names. The graph must be there: without it a StartError says what to do. The
 * others may be away, and are reported as such until they come.
 *
 * @example const platform = await openPlatform({ config, graph: storyGraph, log, metrics });
 */
export const openPlatform = async <G extends Graph>(options: PlatformOptions<G>): Promise<Platform<G>> => {
  const { config, log, metrics, now = () => new Date() } = options;
  const stores = await openStores(options);
  const { store, redis, sql } = stores;
  const monitor = monitorHealth(
    {
      graph: () => store.ping(),
      ...(redis && { cache: () => redis.ping() }),
      // What nobody uses yet is not opened to see whether it could be.
      ...(config.sql && { sql: () => sql.ping() }),
    },
    {
      ...config.health,
      onChange: ({ store: name, state, reason }) =>
        log[state === 'healthy' ? 'info' : 'warn']({ store: name, state, reason }, `${name} is ${state}`),
    },
  );
  metrics.watchStores(() => monitor.current().stores);
  const audit = openAudit({
    // The graph was given the nodes of the audit, of which the application's types know nothing.
    store: store.ahead as unknown as AuditOptions['store'],
    secrets: config.secrets,
    now,
    log,
  });
  const scopes: Scopes<G> = openScopes<G>({
    ...{ graph: options.graph, stores, audit, monitor, config, log, metrics, now },
    services: () => services,
    jobs: () => work.jobs,
  });
  const prefix = redisPrefix(config.cache);
  const services: Services<G> = openServices<G>({ ...{ redis, prefix, log }, system: scopes.system });
  const work = openWork<G>({ ...{ options, stores, log, now }, system: scopes.system });
  await Promise.all([monitor.check(), work.start()]);

  let drained: Promise<void> | undefined;
  const drain = (): Promise<void> => {
    drained ??= (async () => {
      await work.stop(config.http.shutdownMs);
      await services.close(config.http.shutdownMs);
    })();
    return drained;
  };
  return {
    as: scopes.as,
    asSystem: (reason) => scopes.asSystem(reason),
    health: monitor.current,
    checkHealth: monitor.check,
    drain,
    close: async () => {
      monitor.stop();
      await drain();
      await audit.close();
      await stores.close();
    },
  };
};
