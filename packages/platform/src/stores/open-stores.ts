import { connectRedis, type Helpers, openHelpers } from '@graphkeep/cache';
import type { Cleaning } from '@graphkeep/cache/admin';
import { type Config, type Guard, type GuardOptions, secretOf } from '@graphkeep/core';
import { type GraphOptions, type GraphStore, keysFrom, openGraph, type Repositories } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import { openSql, type SqlStore } from '@graphkeep/sql';
import { type Invalidation, openInvalidation } from '../caching/invalidation.ts';
import { openPlatformCacheAdmin } from '../caching/open-cache-admin.ts';
import { type Caches, openCaches } from '../caching/open-caches.ts';
import type { PlatformOptions } from '../open-platform.ts';
import { watchStatements } from '../watch-statements.ts';
import { storedGraph } from './stored-graph.ts';
import { type SwitchableRedis, switchable } from './switchable-redis.ts';

export interface Stores<G extends Graph> {
  readonly store: GraphStore<G>;
  readonly redis: SwitchableRedis | undefined;
  /** Nothing of it is opened before its first use. */
  readonly sql: SqlStore<unknown>;
  readonly caches: Caches;
  readonly cacheAdmin: Cleaning;
  readonly helpers: Helpers;
  readonly invalidation: Invalidation;
  /** By the names of the stores. */
  readonly guards: ReadonlyMap<string, Guard>;
  /** In order: what stands on another goes first. */
  close(): Promise<void>;
}

/** Before every key in Redis. */
export const redisPrefix = ({ app, env }: Config['cache']): string => `${app}:${env}:`;

export const openStores = async <G extends Graph>(options: PlatformOptions<G>): Promise<Stores<G>> => {
  const { config, graph, models = [], cachePolicies = {}, log, metrics, now } = options;
  const guards = new Map<string, Guard>();
  const guard = (timeoutMs: number): GuardOptions => ({
    ...{ metrics, timeoutMs, retry: config.retry, breaker: config.breaker },
    register: (name, made) => void guards.set(name, made),
  });
  const connection = config.redis && connectRedis({ ...config.redis, guard: guard(config.http.deadlineMs) });
  const redis = connection && switchable(connection);
  const sql = openSqlStore(options, guard(config.http.deadlineMs));
  const helpers = openHelpers(redis, { prefix: redisPrefix(config.cache) });
  let caches: Caches | undefined;
  const closeOthers = async (): Promise<void> => {
    await caches?.close();
    helpers.close();
    await Promise.all([redis?.close(), sql.close()]);
  };
  try {
    caches = openCaches({ config, graph, models, policies: cachePolicies, redis, metrics, now });
    // Of a graph in this process, with a cache in this process, nobody else is to be told.
    const isFollowed = redis !== undefined || !/^(memory|file):/.test(config.graph.url);
    const invalidation = openInvalidation(caches, helpers, log, isFollowed);
    const store = await openGraph({
      graph: storedGraph(graph),
      url: config.graph.url,
      neo4j: config.graph,
      guard: guard(config.graph.queryMs),
      ...secretsOf(config),
      insight: { slowMs: config.slowQueryMs },
      onStatement: watchStatements({ database: 'graph', slowQueryMs: config.slowQueryMs, log, metrics }),
      onCommitted: invalidation.committed,
      journal: { leaseMs: config.leader.leaseMs / 2 },
      ...(now && { now }),
    });
    return {
      cacheAdmin: openPlatformCacheAdmin({
        config,
        graph,
        caches,
        redis,
        store: store as unknown as Repositories<Graph>,
      }),
      ...{ store, redis, sql, caches, helpers, invalidation, guards },
      close: async () => {
        await closeOthers();
        await store.close();
      },
    };
  } catch (error) {
    await closeOthers();
    throw error;
  }
};

/** The server that the configuration names, else PostgreSQL in a thread of this process, beside the graph. */
const openSqlStore = <G extends Graph>(
  { config, log, metrics }: PlatformOptions<G>,
  guard: GuardOptions,
): SqlStore<unknown> => {
  const { url, waitMs, commandMs, ...pool } = config.sql ?? {};
  const watch = watchStatements({ database: 'sql', slowQueryMs: config.slowQueryMs, log, metrics });
  const embedded = config.graph.url === 'memory:' ? 'memory:' : `file:${config.dataDir}/sql`;
  return openSql({
    url: url ?? secretOf(embedded),
    pool,
    guard,
    ...(waitMs !== undefined && { waitMs }),
    ...(commandMs !== undefined && { commandMs }),
    insight: { slowMs: config.slowQueryMs },
    onStatement: (event) => watch({ ...event, operation: 'sql' }),
  });
};

/** What signs and encrypts in the graph; without a secret cursors end with the process, and fields are kept as they are. */
const secretsOf = ({
  secrets: { root, previous },
}: Config): Pick<GraphOptions<Graph>, 'encryption' | 'cursorSecret'> =>
  root ? { cursorSecret: root, encryption: keysFrom(root, previous ? [previous] : []) } : {};
