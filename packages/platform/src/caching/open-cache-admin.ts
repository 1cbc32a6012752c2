import type { RedisConnection } from '@graphkeep/cache';
import { type Cleaning, type Exists, openCacheAdmin, openMemoryCleaning } from '@graphkeep/cache/admin';
import type { Config } from '@graphkeep/core';
import type { Repositories } from '@graphkeep/graph';
import { type Graph, idPrefix, type NodeDefinition } from '@graphkeep/models';
import type { Caches } from './open-caches.ts';

export interface CacheAdminOptions {
  readonly config: Config;
  readonly graph: Graph;
  readonly store: Repositories<Graph>;
  readonly caches: Caches;
  readonly redis: RedisConnection | undefined;
}

/** Takes cached values away by a plan and its confirmation, in Redis or where there is none in this process. */
export const openPlatformCacheAdmin = (options: CacheAdminOptions): Cleaning => {
  const { caches, redis, config } = options;
  const { app, env } = config.cache;
  const common = {
    app,
    env,
    exists: existsIn(options),
    ...(config.secrets.root && { secret: config.secrets.root }),
  };
  return redis
    ? openCacheAdmin({ ...common, connection: redis, cache: caches }).clean
    : openMemoryCleaning({
        ...common,
        cache: caches,
        remove: async (type, ids) => caches.of(type)?.deleteMany(ids),
      });
};

/** An entry is about a node: that of its label, or for a read model the one whose kind of id it has. */
const existsIn = ({ graph, store }: Pick<CacheAdminOptions, 'graph' | 'store'>): Exists => {
  const byPrefix = new Map<string, NodeDefinition>();
  for (const definition of Object.values(graph)) {
    const prefix = definition.fields
      .filter(({ name }) => name === definition.key)
      .map(({ value }) => idPrefix(value))
      .find((one) => one !== undefined);
    if (prefix !== undefined && definition.traits.madeKey) byPrefix.set(prefix, definition);
  }
  const subjectOf = (type: string, id: string) => graph[type] ?? byPrefix.get(id.slice(0, id.indexOf('_')));

  return async (entries) => {
    const wanted = entries.map(({ type, id }) => ({ definition: subjectOf(type, id), id }));
    const found = new Set<string>();
    for (const [definition, own] of Map.groupBy(wanted, (one) => one.definition)) {
      if (!definition) continue;
      const keys = [...new Set(own.map(({ id }) => id))].map((id) => ({ [definition.key]: id }));
      for (const node of await store.repo(definition).getMany(keys, { select: { [definition.key]: true } }))
        found.add(`${definition.label} ${String(node[definition.key])}`);
    }
    // Of what is about no node nobody knows whether it is there.
    return wanted.map(({ definition, id }) => !definition || found.has(`${definition.label} ${id}`));
  };
};
